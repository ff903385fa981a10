package wild

import (
	"cmp"
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A session is what came of one that processes share.
type session struct {
	Renewals, Answered, Refused int // token requests: all, with tokens, with invalid_grant
	Succeeded                   int // calls
	Lost                        bool
}

// The scenarios that Node's clients are run in, too: each process has golang.org/x/oauth2 with the
// one stored refresh token. They keep and lose their session as the model does.
func TestWildRotatingSessions(t *testing.T) {
	files, err := filepath.Glob("../cmd/fakecarrier/testdata/rotating/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			s, err := scenarios.Load(file)
			require.NoError(t, err)
			synctest.Test(t, func(t *testing.T) {
				real := playRotating(t, s)
				require.Equal(t, modelOfRotating(t, s, "rotating-go-oauth2"), real)
				t.Log(real)
			})
		})
	}
}

func modelOfRotating(t *testing.T, s *scenarios.Scenario, model string) session {
	t.Helper()
	strategy, err := spec.Lookup(model)
	require.NoError(t, err)
	tally, err := world.Run{Scenario: s, Strategy: strategy, Seed: 1}.Do()
	require.NoError(t, err)
	o := &tally.Outcome
	return session{
		o.Token.Requests, o.Token.Status.OK, o.Token.Status.Other[http.StatusBadRequest],
		o.Actions.Succeeded, o.Sessions.Lost > 0,
	}
}

// A rotatingCarrier is a scenario's carrier over HTTP, and the way to it, in a bubble's time.
type rotatingCarrier struct {
	scenario *scenarios.Scenario
	world    *front.World
}

// RoundTrip carries a request to the carrier and its answer back, or loses it on its way back.
func (k *rotatingCarrier) RoundTrip(r *http.Request) (*http.Response, error) {
	endpoint := fakecarrier.APIEndpoint
	if r.Method == http.MethodPost {
		endpoint = fakecarrier.TokenEndpoint
	}
	way := k.scenario.Path(0, endpoint)
	sent := time.Now()
	time.Sleep(way.Leg.Mean())
	answer := httptest.NewRecorder()
	k.world.ServeHTTP(answer, r)
	if way.LoseBack > 0 {
		time.Sleep(time.Until(sent.Add(way.Wait())))
		return nil, context.DeadlineExceeded
	}
	time.Sleep(way.Leg.Mean())
	return answer.Result(), nil
}

// playRotating lets the users click, and returns what came of it.
func playRotating(t *testing.T, s *scenarios.Scenario) (of session) {
	t.Helper()
	profile, throttle, err := s.CarrierUnder(s.Carrier.Reading)
	require.NoError(t, err)
	carrier := &rotatingCarrier{scenario: s}
	carrier.world, err = front.NewWorld(front.Setup{
		Profile: profile, Throttle: throttle, Clock: clockwork.NewRealClock(),
	})
	require.NoError(t, err)
	refresh, err := carrier.world.SignIn("customer-0")
	require.NoError(t, err)
	config := oauth2.Config{ClientID: "customer-0", ClientSecret: "s3cret", Endpoint: oauth2.Endpoint{
		TokenURL: "https://carrier.example/oauth/token", AuthStyle: oauth2.AuthStyleInParams,
	}}
	client := &http.Client{Transport: carrier}
	ctx := context.WithValue(context.Background(), oauth2.HTTPClient, client)
	processes := make([]oauth2.TokenSource, s.Fleet.Nodes)
	for i := range processes {
		processes[i] = config.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh})
	}
	held := make([]string, len(processes))
	var noting sync.Mutex
	began := time.Now()
	for i, load := range s.Callers() {
		next := s.Clicks(i, func(string) *rand.Rand { return rand.New(rand.NewPCG(1, 1)) })
		for c, ok := next(); ok && c.At < s.Lasts(); c, ok = next() {
			home, _ := load.Seat(c.User, s.Fleet.Nodes)
			go func() {
				time.Sleep(time.Until(began.Add(c.At)))
				token, err := processes[home].Token()
				if err != nil {
					return
				}
				status := call(client, token)
				noting.Lock()
				defer noting.Unlock()
				held[home] = token.RefreshToken
				if status == http.StatusOK {
					of.Succeeded++
				}
			}()
		}
	}
	time.Sleep(s.Lasts())
	synctest.Wait()
	events, _ := carrier.world.Journal(front.Filter{Endpoint: "token"})
	for _, e := range events {
		of.Renewals++
		switch e.Status {
		case http.StatusOK:
			of.Answered++
		case http.StatusBadRequest:
			of.Refused++
		}
	}
	of.Lost = true
	for _, with := range held {
		of.Lost = of.Lost && !carrier.world.Takes("customer-0", cmp.Or(with, refresh))
	}
	return of
}

// call is an API call with a token.
func call(client *http.Client, token *oauth2.Token) (status int) {
	r, err := http.NewRequest(http.MethodGet, "https://carrier.example/api/1", nil)
	if err != nil {
		return 0
	}
	token.SetAuthHeader(r)
	answer, err := client.Do(r)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	return answer.StatusCode
}
