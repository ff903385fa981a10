package wild

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/singleflight"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A wildCarrier is FedEx over HTTP, in the time of a bubble, without a ban. Its tokens coexist, so
// that the order of goroutines does not decide whose token kills whose.
type wildCarrier struct {
	world *front.World
	env   strategies.Env
	leg   time.Duration // what a request or an answer is under way
}

func newWildCarrier(t *testing.T, leg time.Duration) *wildCarrier {
	t.Helper()
	clock := clockwork.NewRealClock()
	fedex, err := fakecarrier.LookupProfile("fedex")
	require.NoError(t, err)
	fedex.Policy = fakecarrier.Coexist()
	world, err := front.NewWorld(front.Setup{Profile: fedex, Clock: clock})
	require.NoError(t, err)
	return &wildCarrier{world: world, env: strategies.OnClock(clock), leg: leg}
}

// RoundTrip carries a request to the carrier and its answer back.
func (k *wildCarrier) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := k.env.Clock.Sleep(r.Context(), k.leg); err != nil {
		return nil, err
	}
	for range 1000 {
		runtime.Gosched() // in no time at all, everyone else gets as far as they can
	}
	answer := httptest.NewRecorder()
	k.world.ServeHTTP(answer, r)
	if err := k.env.Clock.Sleep(r.Context(), k.leg); err != nil {
		return nil, err
	}
	return answer.Result(), nil
}

func (k *wildCarrier) client() *http.Client { return &http.Client{Transport: k} }

// endpoint requests one token for each call: what a library is given to fetch with, where it
// leaves that to others, and what a model has for its carrier.
func (k *wildCarrier) endpoint() oauth.Client {
	c := oauth.FedEx(k.env.Clock, oauth.Credentials{ID: "shop", Secret: "s3cret"})
	c.Base = k
	return c
}

const wildCall = "https://apis.fedex.com/track/v1/trackingnumbers"

// call is an API call with a token.
func (k *wildCarrier) call(ctx context.Context, token string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, wildCall, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := k.client().Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	return refusal(answer)
}

// refusal is the error of a call whose token was refused.
func refusal(answer *http.Response) error {
	if answer.StatusCode == http.StatusUnauthorized {
		return &strategies.StatusError{Status: answer.StatusCode}
	}
	return nil
}

// A sharedFetch is what most make of golang.org/x/sync/singleflight: whoever misses the cache joins
// a flight, which runs under the context of the caller that began it.
type sharedFetch struct {
	group singleflight.Group
	fetch oauth.Client
	store strategies.MemoryStore
}

func (f *sharedFetch) Token(ctx context.Context) (string, error) {
	t, _ := f.store.Get(ctx) // a MemoryStore has no errors
	if f.fetch.Clock.Now().Before(t.Expires) {
		return t.Value, nil
	}
	got, err, _ := f.group.Do("", func() (any, error) {
		t, err := f.fetch.Token(ctx, strategies.Token{})
		if err == nil {
			_ = f.store.Put(ctx, t)
		}
		return t, err
	})
	return got.(strategies.Token).Value, err
}

// With golang.org/x/sync/singleflight and with its model alike, the first caller's patience is
// everybody's.
func TestWildSingleFlightEndsWithItsFirstCaller(t *testing.T) {
	actions := map[string]func(t *testing.T, k *wildCarrier) wildAction{
		"x/sync": func(_ *testing.T, k *wildCarrier) wildAction {
			return k.through((&sharedFetch{fetch: k.endpoint()}).Token)
		},
		"model": func(t *testing.T, k *wildCarrier) wildAction {
			return k.model(t, "wild-single-flight-caller")
		},
	}
	for name, action := range actions {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := newWildCarrier(t, 50*time.Millisecond)
				act := action(t, k)
				hurried, cancel := context.WithTimeout(t.Context(), 70*time.Millisecond)
				defer cancel()
				var first error
				go func() { first = act(hurried) }()
				synctest.Wait()
				require.Equal(t, "1 token requests, 0 calls refused, 5 actions failed", k.herd(act))
				require.ErrorIs(t, first, context.DeadlineExceeded)
				require.Equal(t, "1 token requests, 0 calls refused, 0 actions failed", k.herd(act))
			})
		})
	}
}

// A wildAction is one action of a user: through a library, or through its model.
type wildAction func(ctx context.Context) error

func (k *wildCarrier) through(token tokenFunc) wildAction {
	return func(ctx context.Context) error {
		t, err := token(ctx)
		if err != nil {
			return err
		}
		return k.call(ctx, t)
	}
}

func (k *wildCarrier) model(t *testing.T, name string) wildAction {
	t.Helper()
	c, err := spec.Lookup(name)
	require.NoError(t, err)
	k.env.Endpoint = k.endpoint()
	s, err := c.New(k.env)
	require.NoError(t, err)
	return func(ctx context.Context) error {
		return s.Do(ctx, func(ctx context.Context, token strategies.Token) error {
			return k.call(ctx, token.Value)
		})
	}
}

// The real libraries, over HTTP, send as many token requests as the strategies that are named after
// them, at each turn of one life among herds of five.
func TestWildLibrariesDoAsTheirModels(t *testing.T) {
	for _, library := range wildLibraries {
		t.Run(library.name, func(t *testing.T) {
			var real, model []string
			synctest.Test(t, func(t *testing.T) {
				k := newWildCarrier(t, library.leg)
				real = k.life(t, library.early, library.open(k))
			})
			synctest.Test(t, func(t *testing.T) {
				k := newWildCarrier(t, library.leg)
				model = k.life(t, library.early, k.model(t, library.model))
			})
			require.Equal(t, real, model)
			t.Log(strings.Join(real, "\n"))
		})
	}
}

// Whether a token request goes on when its caller gives up is the same with the real libraries and
// with their models: the next caller finds a token, or has to ask.
func TestWildLibrariesAndCallersWhoGiveUp(t *testing.T) {
	for _, library := range wildLibraries {
		t.Run(library.name, func(t *testing.T) {
			told := func(open func(k *wildCarrier) wildAction) (told []string) {
				synctest.Test(t, func(t *testing.T) {
					k := newWildCarrier(t, 50*time.Millisecond)
					act := open(k)
					told = append(told, k.crowd(1, func(ctx context.Context) error {
						ctx, cancel := context.WithTimeout(ctx, 70*time.Millisecond)
						defer cancel()
						return act(ctx)
					}), k.crowd(1, act))
				})
				return told
			}
			real := told(library.open)
			require.Equal(t, real, told(func(k *wildCarrier) wildAction {
				return k.model(t, library.model)
			}))
			t.Log(strings.Join(real, "\n"))
		})
	}
}

// life takes an action through what can happen to a token, and tells what the carrier saw.
func (k *wildCarrier) life(t *testing.T, early time.Duration, act wildAction) (told []string) {
	t.Helper()
	herd := func(when string) { told = append(told, when+": "+k.herd(act)) }
	outage := front.Fault{Kind: front.FaultOutage, Endpoint: "token"}
	var expiry time.Time // of the newest token, accepted or not
	look := func() {
		if tokens := k.world.Tokens(1); len(tokens) > 0 {
			expiry = tokens[0].Expiry
		}
	}
	// due waits until the newest token is to be renewed; that it is now for good, a second later.
	due := func() {
		look()
		time.Sleep(time.Until(expiry.Add(-early)) + time.Second)
	}

	require.NoError(t, k.world.Inject(outage))
	herd("cold, in an outage")
	k.world.Clear()
	herd("cold")
	time.Sleep(30 * time.Minute)
	herd("warm")
	due()
	herd("due")
	time.Sleep(time.Minute)
	herd("renewed")
	look()
	for _, token := range k.world.Tokens(0) { // without a lock, any of them may be the one in use
		require.NoError(t, k.world.Revoke(token.Token))
	}
	herd("killed")
	herd("after that")
	due()
	require.NoError(t, k.world.Inject(outage))
	herd("due, in an outage")
	time.Sleep(30 * time.Second)
	herd("again")
	time.Sleep(early)
	herd("expired, in an outage")
	k.world.Clear()
	herd("after it")
	return told
}

// herd has five act at one instant, and tells what the carrier saw of it.
func (k *wildCarrier) herd(act wildAction) string { return k.crowd(5, act) }

func (k *wildCarrier) crowd(callers int, act wildAction) string {
	var seen uint64
	if last, _ := k.world.Journal(front.Filter{Limit: 1}); len(last) > 0 {
		seen = last[0].Seq
	}
	failed := make([]bool, callers)
	for i := range failed {
		go func() { failed[i] = act(context.Background()) != nil }()
	}
	time.Sleep(10 * time.Second)
	synctest.Wait()
	saw, _ := k.world.Journal(front.Filter{
		Kinds: []front.EventKind{front.EventRequest}, After: seen,
	})
	hits, refused, failures := 0, 0, 0
	for _, e := range saw {
		switch {
		case e.Endpoint == "token":
			hits++
		case e.Status == http.StatusUnauthorized:
			refused++
		}
	}
	for _, f := range failed {
		if f {
			failures++
		}
	}
	return fmt.Sprintf("%d token requests, %d calls refused, %d actions failed", hits, refused,
		failures)
}
