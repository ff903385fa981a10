package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Test holds c, as it plays on stage, to what any strategy must do.
func Test(t *testing.T, c spec.Strategy, stage Stage) {
	t.Run("returns whatever the carrier answers", func(t *testing.T) { testReturns(t, c, stage) })
	t.Run("ends with the context", func(t *testing.T) { testContext(t, c, stage) })
	t.Run("does not use a token again that was refused", func(t *testing.T) {
		testRefused(t, c, stage)
	})
	t.Run("survives stores that are down", func(t *testing.T) { testStoresDown(t, c, stage) })
}

// bounded is how long an action may take at most, whatever the carrier answers. The slowest wait
// for permits of windows that last two minutes.
const bounded = 10 * time.Minute

// testReturns has five callers meet each pair of answers, and a sixth come long after.
func testReturns(t *testing.T, c spec.Strategy, stage Stage) {
	for _, tokens := range []int{0, 401, 403, 429, 500} {
		for _, calls := range []int{200, 401, 403, 429, 500} {
			var results outcomes
			stage(t, time.Hour, func(w World) {
				k := newCarrier(w.Env.Clock)
				k.set(tokens, calls)
				w.Env.Endpoint = k
				s, err := c.New(w.Env)
				require.NoError(t, err)
				for i := range 6 {
					start := time.Duration(i) * 7 * time.Millisecond
					if i == 5 {
						start = bounded
					}
					w.Start(func(ctx context.Context) {
						_ = k.clock.Sleep(ctx, start)
						begun := k.clock.Now()
						err := s.Do(ctx, k.call(31*time.Millisecond))
						results.add(err, k.clock.Now().Sub(begun))
					})
				}
			})
			what := fmt.Sprintf("token requests answered %d, calls %d", tokens, calls)
			require.Len(t, results.errs, 6, what)
			heard := tokens
			if has(c, each[strategies.ErrorAsToken]) {
				heard = 0
			}
			for i, err := range results.errs {
				require.Less(t, results.took[i], bounded, what)
				requireOutcome(t, heard, calls, err, what)
			}
		}
	}
}

// requireOutcome checks that an action is only good if both answers were, and that a failure is
// what the carrier answered or the strategy's own refusal.
func requireOutcome(t *testing.T, tokens, calls int, err error, what string) {
	t.Helper()
	own := errors.Is(err, strategies.ErrShed) || errors.Is(err, strategies.ErrOpen)
	switch {
	case own:
	case tokens != 0:
		require.Equal(t, tokens, strategies.Status(err), what)
	case calls == 200:
		require.NoError(t, err, what)
	default:
		require.Equal(t, calls, strategies.Status(err), what)
	}
}

// has reports whether a part of the strategy is such a one: what some parts do on purpose, as their
// doc comments say, is allowed to the strategies that have them.
func has[P strategies.Part](s spec.Strategy, such func(P) bool) bool {
	return slices.ContainsFunc(s.Parts, func(p strategies.Part) bool {
		one, ok := p.(P)
		return ok && such(one)
	})
}

func each[P strategies.Part](P) bool { return true }

// finishing is how long a renewal goes on that its caller has given up: two hits at most.
const finishing = 200 * time.Millisecond

// testContext cancels the first of three callers on its way, and a call with a context that is
// over before it begins; nobody else may suffer.
func testContext(t *testing.T, c spec.Strategy, stage Stage) {
	for _, patience := range []time.Duration{0, 20, 70, 130} {
		patience *= time.Millisecond
		var first, others outcomes
		stage(t, time.Hour, func(w World) {
			k := newCarrier(w.Env.Clock)
			k.set(0, 200)
			w.Env.Endpoint = k
			s, err := c.New(w.Env)
			require.NoError(t, err)
			w.Start(func(ctx context.Context) {
				ctx, cancel := w.WithCancel(ctx)
				defer cancel()
				w.Start(func(other context.Context) {
					_ = k.clock.Sleep(other, patience)
					cancel()
				})
				if patience == 0 {
					cancel()
				}
				err := s.Do(ctx, k.call(31*time.Millisecond))
				first.add(err, k.clock.Now().Sub(k.epoch))
			})
			for _, start := range []time.Duration{7 * time.Millisecond, time.Minute} {
				w.Start(func(ctx context.Context) {
					_ = k.clock.Sleep(ctx, start)
					err := s.Do(ctx, k.call(34*time.Millisecond))
					others.add(err, 0)
				})
			}
		})
		require.Len(t, first.errs, 1)
		require.ErrorIs(t, first.errs[0], context.Canceled)
		most := patience
		if has(c, each[strategies.Detach]) {
			most = max(patience, finishing)
		}
		require.LessOrEqual(t, first.took[0], most)
		require.Len(t, others.errs, 2)
		// Who joins a flight in the context of the caller that began it fails with that caller.
		joined := has(c, func(p strategies.SingleFlight) bool { return p.InCaller })
		for i, err := range others.errs {
			if errors.Is(err, strategies.ErrShed) || joined && i == 0 {
				continue
			}
			require.NoError(t, err, "after patience of %v", patience)
		}
	}
}

// testRefused kills the token again and again under five busy callers.
func testRefused(t *testing.T, c spec.Strategy, stage Stage) {
	if has(c, each[strategies.TryLock]) {
		return // it may use a refused token again
	}
	var again []string
	stage(t, time.Hour, func(w World) {
		k := newCarrier(w.Env.Clock)
		w.Env.Endpoint = k
		s, err := c.New(w.Env)
		require.NoError(t, err)
		w.Start(func(ctx context.Context) {
			for range 20 {
				_ = k.clock.Sleep(ctx, 977*time.Millisecond)
				k.kill()
			}
		})
		var mu sync.Mutex
		for i := range 5 {
			w.Start(func(ctx context.Context) {
				_ = k.clock.Sleep(ctx, time.Duration(i)*7*time.Millisecond)
				for range 20 {
					used := map[string]bool{}
					call := k.call(31 * time.Millisecond)
					_ = s.Do(ctx, func(ctx context.Context, t strategies.Token) error {
						mu.Lock()
						if used[t.Value] {
							again = append(again, t.Value)
						}
						mu.Unlock()
						used[t.Value] = true
						return call(ctx, t)
					})
					_ = k.clock.Sleep(ctx, 503*time.Millisecond)
				}
			})
		}
	})
	require.Empty(t, again)
}

// testStoresDown has one caller act three times while no store and no lease can tell anything.
func testStoresDown(t *testing.T, c spec.Strategy, stage Stage) {
	var results outcomes
	stage(t, time.Hour, func(w World) {
		k := newCarrier(w.Env.Clock)
		w.Env.Endpoint = k
		w.Env.Store, w.Env.Shared, w.Env.Lease = down{}, down{}, down{}
		s, err := c.New(w.Env)
		require.NoError(t, err)
		w.Start(func(ctx context.Context) {
			for range 3 {
				results.add(s.Do(ctx, k.call(31*time.Millisecond)), 0)
				_ = k.clock.Sleep(ctx, 30*time.Second)
			}
		})
	})
	require.Equal(t, []error{nil, nil, nil}, results.errs)
}

// down is a store, and a lease, that answers nothing but errors.
type down struct{}

var errDown = errors.New("the store is down")

func (down) Get(context.Context) (strategies.Token, error) {
	return strategies.Token{}, errDown
}
func (down) Put(context.Context, strategies.Token) error       { return errDown }
func (down) Hold(context.Context, time.Duration) (bool, error) { return false, errDown }

// outcomes are how actions ended and how long they took.
type outcomes struct {
	mu   sync.Mutex
	errs []error
	took []time.Duration
}

func (o *outcomes) add(err error, took time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.errs, o.took = append(o.errs, err), append(o.took, took)
}
