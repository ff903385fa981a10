package conformance

import (
	"context"
	"errors"
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
	k := &carrier{clock: w.Env.Clock, epoch: w.Env.Clock.Now()}
	w.Env.Endpoint = k
	s, err := c.New(w.Env)
	require.NoError(t, err)
	return k, s
}

// bound is the longest that an action may take, whatever the carrier answers. The slowest ones wait
// for permits of windows that last two minutes; in a stack that sends a request again after longer
// and longer waits, each caller may have to wait for those of all before it.
func bound(c spec.Strategy) time.Duration {
	longest := 10 * time.Minute
	for _, p := range c.Parts {
		if r, ok := p.(strategies.Resend); ok {
			for _, wait := range r.Spacing {
				longest += callers * wait
			}
		}
	}
	return longest
}

// testReturns lets the callers meet each pair of answers.
func testReturns(t *testing.T, c spec.Strategy, stage Stage) {
	for _, scene := range answers() {
		reported := scene.tokens
		if has[strategies.ErrorAsToken](c) || has[strategies.Fallback](c) {
			reported = 0
		}
		for _, o := range scene.play(t, c, stage) {
			require.True(t, o.ended, scene.name)
			require.Less(t, o.took, bound(c), scene.name)
			requireOutcome(t, reported, scene.calls, o.err, scene.name)
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

// testContext lets the first caller give up. He returns at once, and the others do not fail.
func testContext(t *testing.T, c spec.Strategy, stage Stage) {
	// A flight in the context of the caller that began it fails with that caller.
	joined := slices.Contains(c.Parts, strategies.Part(strategies.SingleFlight{InCaller: true}))
	for _, scene := range impatience() {
		all := scene.play(t, c, stage)
		most := scene.patience
		if has[strategies.Detach](c) {
			most = max(most, finishing)
		}
		require.LessOrEqual(t, all[0].took, most, scene.name)
		for i, o := range all {
			require.True(t, o.ended, scene.name)
			require.False(t, o.late, scene.name)
			switch {
			case i == 0 && o.took >= scene.patience:
				require.ErrorIs(t, o.err, context.Canceled, scene.name)
			case errors.Is(o.err, strategies.ErrShed), joined && i < callers-1:
			default:
				require.NoError(t, o.err, scene.name)
			}
		}
	}
}

// testRefused kills the token again and again under five busy callers.
func testRefused(t *testing.T, c spec.Strategy, stage Stage) {
	captured := func(p strategies.Part) bool {
		r, ok := p.(strategies.Retry)
		return ok && r.Captured
	}
	if has[strategies.TryLock](c) || slices.ContainsFunc(c.Parts, captured) {
		return // it may use a refused token again
	}
	uses := 1
	if slices.ContainsFunc(c.Parts, waits) {
		uses = 2 // one that was refused while it was young is tried once more
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
					used := map[string]int{}
					call := k.call(31 * time.Millisecond)
					_ = s.Do(ctx, func(ctx context.Context, t strategies.Token) error {
						mu.Lock()
						if used[t.Value] == uses {
							again = append(again, t.Value)
						}
						mu.Unlock()
						used[t.Value]++
						return call(ctx, t)
					})
					_ = k.clock.Sleep(ctx, 503*time.Millisecond)
				}
			})
		}
	})
	require.Empty(t, again)
}

// waits reports whether a part waits with a refused token that is young.
func waits(p strategies.Part) bool {
	r, ok := p.(strategies.Retry)
	return ok && r.Young > 0
}

// testStoresDown lets one caller act three times while all stores and the lease are down.
func testStoresDown(t *testing.T, c spec.Strategy, stage Stage) {
	var errs []error
	stage(t, time.Hour, func(w World) {
		w.Env.Store, w.Env.Shared, w.Env.Lease = down{}, down{}, down{}
		k, s := enter(t, c, w)
		w.Start(func(ctx context.Context) {
			for range 3 {
				errs = append(errs, s.Do(ctx, k.call(31*time.Millisecond)))
				_ = k.clock.Sleep(ctx, 30*time.Second)
			}
		})
	})
	require.Equal(t, []error{nil, nil, nil}, errs)
}
