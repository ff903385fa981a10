package main

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/carriertest"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/fakecarrier/wire"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// The code that ships against the carrier that it was simulated with, over HTTP, both on one clock
// that the test moves: what a team would write about its own service.
func TestRecommendedInProduction(t *testing.T) {
	for _, profile := range []string{"fedex", "ups"} {
		t.Run(profile, func(t *testing.T) {
			s := newService(t, profile)
			require.Equal(t, map[int]int{200: 100}, s.callers(100), "a cold start")
			require.Equal(t, 1, s.hits(), "of one flight")

			s.clock.Advance(s.carrier.Setup().Profile.TokenLife + time.Second)
			require.Equal(t, map[int]int{200: 100}, s.callers(100), "the token has expired")
			require.Equal(t, 1, s.hits())

			s.clock.Advance(2 * time.Minute)
			tokens := s.carrier.Tokens(1)
			require.Len(t, tokens, 1)
			require.NoError(t, s.carrier.Revoke(tokens[0].Token))
			require.Equal(t, map[int]int{200: 100}, s.callers(100), "somebody ended the token")
			require.Equal(t, 1, s.hits())
		})
	}
}

// A ban falls while the token is dead: one hit meets it, the breaker waits it out, and the first
// caller after it brings everybody back.
func TestRecommendedWaitsOutABan(t *testing.T) {
	s := newService(t, "fedex")
	s.carrier.AllowBans()
	require.Equal(t, map[int]int{200: 1}, s.callers(1))
	until, err := s.carrier.Impose(netip.MustParseAddr("127.0.0.1"), "shop")
	require.NoError(t, err)
	require.Equal(t, map[int]int{200: 50}, s.callers(50), "a ban does not touch a live token")
	require.NoError(t, s.carrier.Revoke(s.carrier.Tokens(1)[0].Token))
	s.hits()
	for range 5 {
		require.NotContains(t, s.callers(50), 200)
		s.clock.Advance(time.Minute)
	}
	require.Equal(t, 1, s.hits(), "250 callers, and one hit during the ban")
	s.clock.Advance(until.Sub(s.clock.Now()) + time.Minute)
	require.Equal(t, map[int]int{200: 50}, s.callers(50))
	require.Equal(t, 1, s.hits())
}

// A service is one node of a team's application.
type service struct {
	t       *testing.T
	clock   *clockwork.FakeClock
	carrier *carriertest.Server
	client  *http.Client
	call    wire.Operation
	path    string // of the call
	seen    uint64
}

func newService(t *testing.T, profile string) *service {
	t.Helper()
	p, err := fakecarrier.LookupProfile(profile)
	require.NoError(t, err)
	akamai, err := throttle.Parse("akamai")
	require.NoError(t, err)
	clock := clockwork.NewFakeClockAt(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
	carrier := carriertest.Start(t, front.Setup{Profile: p, Throttle: akamai, Clock: clock})

	env := strategies.OnClock(clock)
	credentials := oauth.Credentials{ID: "shop", Secret: "s3cret"}
	endpoint := oauth.FedEx(env.Clock, credentials)
	if profile == "ups" {
		endpoint = oauth.UPS(env.Clock, credentials)
	}
	endpoint.URL = carrier.URL + p.Wire.Token
	env.Endpoint = endpoint
	client, err := oauth.NewClient(env, strategies.Recommended()...)
	require.NoError(t, err)
	call, _ := p.Wire.Call()
	return &service{
		t: t, clock: clock, carrier: carrier, client: client, call: call,
		path: cmp.Or(call.Example.Path, call.Path),
	}
}

// callers lets n callers make a call at once, and counts the statuses, 0 where there was no answer.
func (s *service) callers(n int) map[int]int {
	s.t.Helper()
	statuses := make([]int, n)
	var wg sync.WaitGroup
	for i := range statuses {
		wg.Go(func() {
			answer, err := s.client.Post(s.carrier.URL+s.path, "application/json",
				strings.NewReader(s.call.Example.Body))
			if err == nil {
				statuses[i] = answer.StatusCode
				_ = answer.Body.Close()
			}
		})
	}
	s.letTimePass(&wg)
	count := map[int]int{}
	for _, status := range statuses {
		count[status]++
	}
	return count
}

// letTimePass moves the clock while somebody waits for it to move, until all are done. HTTP takes
// real time, in which a lease or a patience waits for the clock: it goes ten times as fast as real
// time, so that an exchange does not last for minutes.
func (s *service) letTimePass(wg *sync.WaitGroup) {
	ctx, cancel := context.WithCancel(s.t.Context())
	go func() {
		wg.Wait()
		cancel()
	}()
	for s.clock.BlockUntilContext(ctx, 1) == nil {
		s.clock.Advance(10 * time.Millisecond)
		clockwork.NewRealClock().Sleep(time.Millisecond)
	}
}

// hits counts the hits on the token endpoint since it was last asked.
func (s *service) hits() int {
	events, _ := s.carrier.Journal(front.Filter{Endpoint: "token", After: s.seen})
	if n := len(events); n > 0 {
		s.seen = events[n-1].Seq
	}
	return len(events)
}
