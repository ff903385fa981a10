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

// Test checks what every strategy must do, of the strategy c, on stage.
func Test(t *testing.T, c spec.Strategy, stage Stage) {
	t.Run("returns whatever the carrier answers", func(t *testing.T) { testReturns(t, c, stage) })
	t.Run("ends with the context", func(t *testing.T) { testContext(t, c, stage) })
	t.Run("does not use a token again that was refused", func(t *testing.T) {
		testRefused(t, c, stage)
	})
	t.Run("survives stores that are down", func(t *testing.T) { testStoresDown(t, c, stage) })
}

// enter brings c into a world, in front of a carrier of its own.
func enter(t *testing.T, c spec.Strategy, w World) (*carrier, strategies.Strategy) {
	k := newCarrier(w.Env.Clock)
	w.Env.Endpoint = k
	s, err := c.New(w.Env)
	require.NoError(t, err)
	return k, s
}

// bounded is the longest that an action may take, whatever the carrier answers. The slowest ones
// wait for permits of windows that last two minutes.
const bounded = 10 * time.Minute

// testReturns lets five callers meet each pair of answers, and a sixth one long after.
func testReturns(t *testing.T, c spec.Strategy, stage Stage) {
	for _, tokens := range []int{0, 401, 403, 429, 500} {
		for _, calls := range []int{200, 401, 403, 429, 500} {
			var results outcomes
			stage(t, time.Hour, func(w World) {
				k, s := enter(t, c, w)
				k.set(tokens, calls)
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
			reported := tokens
			if has[strategies.ErrorAsToken](c) {
				reported = 0
			}
			for i, err := range results.errs {
				require.Less(t, results.took[i], bounded, what)
				requireOutcome(t, reported, calls, err, what)
			}
		}
	}
}

// requireOutcome checks that an action is only good if both answers were, and that a failure is
// what the carrier answered or the strategy's own refusal.
func requireOutcome(t *testing.T, tokens, calls int, err error, what string) {
	t.Helper()
	switch {
	case errors.Is(err, strategies.ErrShed), errors.Is(err, strategies.ErrOpen):
	case tokens != 0:
		require.Equal(t, tokens, strategies.Status(err), what)
	case calls == 200:
		require.NoError(t, err, what)
	default:
		require.Equal(t, calls, strategies.Status(err), what)
	}
}

// has reports whether the strategy has a part of that type, which may do what other parts must not.
func has[P strategies.Part](s spec.Strategy) bool {
	return slices.ContainsFunc(s.Parts, func(p strategies.Part) bool {
		_, ok := p.(P)
		return ok
	})
}

// finishing is how long a renewal may go on after its caller has given up: two hits.
const finishing = 200 * time.Millisecond

// testContext cancels the context of the first of three callers, before it begins or under way. The
// others must not fail.
func testContext(t *testing.T, c spec.Strategy, stage Stage) {
	for _, patience := range []time.Duration{0, 20, 70, 130} {
		patience *= time.Millisecond
		var first, others outcomes
		stage(t, time.Hour, func(w World) {
			k, s := enter(t, c, w)
			k.set(0, 200)
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
		if has[strategies.Detach](c) {
			most = max(patience, finishing)
		}
		require.LessOrEqual(t, first.took[0], most)
		require.Len(t, others.errs, 2)
		// A flight in the context of the caller that began it fails with that caller.
		joined := slices.Contains(c.Parts, strategies.Part(strategies.SingleFlight{InCaller: true}))
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
	if has[strategies.TryLock](c) {
		return // it may use a refused token again
	}
	var again []string
	stage(t, time.Hour, func(w World) {
		k, s := enter(t, c, w)
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

// testStoresDown lets one caller act three times while all stores and the lease are down.
func testStoresDown(t *testing.T, c spec.Strategy, stage Stage) {
	var results outcomes
	stage(t, time.Hour, func(w World) {
		w.Env.Store, w.Env.Shared, w.Env.Lease = down{}, down{}, down{}
		k, s := enter(t, c, w)
		w.Start(func(ctx context.Context) {
			for range 3 {
				results.add(s.Do(ctx, k.call(31*time.Millisecond)), 0)
				_ = k.clock.Sleep(ctx, 30*time.Second)
			}
		})
	})
	require.Equal(t, []error{nil, nil, nil}, results.errs)
}

// down is a store and a lease that always fail.
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
