package strategies

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// story tells events as lines.
type story struct {
	b     *bubble
	lines []string
}

func (s *story) observe(e Event) {
	line := []string{fmt.Sprintf("%v %s: %v", e.At.Sub(s.b.start), e.Account, e.Kind)}
	if e.Part != "" {
		line = append(line, "in "+e.Part)
	}
	switch e.Kind {
	case EventTokenRequest:
		line = append(line, e.Why.String())
	case EventBreaker:
		line = append(line, e.Breaker.String())
	case EventStore:
		line = append(line, e.Store)
	case EventLease:
		line = append(line, fmt.Sprint("held ", e.Held))
	}
	if e.Took != 0 {
		line = append(line, e.Took.String())
	}
	if e.Err != nil {
		line = append(line, e.Err.Error())
	}
	s.b.mu.Lock()
	defer s.b.mu.Unlock()
	s.lines = append(s.lines, strings.Join(line, ", "))
}

// brokenStore fails.
type brokenStore struct{}

func (brokenStore) Get(context.Context) (Token, error) { return Token{}, errBroken }
func (brokenStore) Put(context.Context, Token) error   { return errBroken }

var errBroken = errors.New("broken")

func built(t *testing.T, env Env, parts ...Part) Strategy {
	t.Helper()
	s, err := New(env, parts...)
	require.NoError(t, err)
	return s
}

// observations are what is played, and the story that is told of it.
var observations = map[string]struct {
	parts []Part
	play  func(t *testing.T, b *bubble, d *desk, s Strategy)
	want  string
}{
	"an action": {
		parts: []Part{Retry{}, Cache{}},
		play:  func(t *testing.T, b *bubble, _ *desk, s Strategy) { act(t, b, s) },
		want: `100ms A: token request, cold, 100ms
			110ms A: call, 10ms
			110ms A: action, 110ms`,
	},
	"a refused call and a wait between": {
		parts: []Part{Retry{Retries: 1, Spacing: []time.Duration{time.Second}}, Cache{}},
		play: func(t *testing.T, b *bubble, _ *desk, s Strategy) {
			require.Error(t, s.Do(t.Context(), func(context.Context, Token) error {
				return &StatusError{Status: 401}
			}))
		},
		want: `100ms A: token request, cold, 100ms
			100ms A: call, carrier answered 401
			1.1s A: wait, in retry, 1s
			1.2s A: token request, rejected, 100ms
			1.2s A: call, carrier answered 401
			1.2s A: action, 1.2s, carrier answered 401`,
	},
	"two that meet at a lock": {
		parts: []Part{Retry{}, Lock{}, Cache{}},
		play: func(t *testing.T, b *bubble, _ *desk, s Strategy) {
			b.at(ms, func() { act(t, b, s) })
			act(t, b, s)
		},
		want: `100ms A: token request, cold, 100ms
			100ms A: wait, in lock, 99ms
			110ms A: call, 10ms
			110ms A: action, 110ms
			110ms A: call, 10ms
			110ms A: action, 109ms`,
	},
	"a breaker from closed to closed": {
		parts: []Part{Retry{}, Breaker{On: []int{403}, Open: time.Minute, Per: PerNode}},
		play: func(t *testing.T, b *bubble, d *desk, s Strategy) {
			d.answer(&StatusError{Status: 403})
			act(t, b, s)
			act(t, b, s)
			d.answer(nil)
			b.until(2 * time.Minute)
			act(t, b, s)
		},
		want: `100ms A: token request, cold, 100ms, carrier answered 403
			100ms A: breaker, in breaker 403, open
			100ms A: action, 100ms, carrier answered 403
			100ms A: action, strategies: refused locally, the breaker is open
			2m0s A: breaker, in breaker 403, half-open
			2m0.1s A: token request, probe, 100ms
			2m0.1s A: breaker, in breaker 403, closed
			2m0.11s A: call, 10ms
			2m0.11s A: action, 110ms`,
	},
	"a store that fails, and a lease": {
		parts: []Part{Retry{}, Lease{Hold: time.Second, Poll: time.Second}, Cache{Shared: true}},
		play:  func(t *testing.T, b *bubble, _ *desk, s Strategy) { act(t, b, s) },
		want: `0s A: store, shared, broken
			0s A: lease, held true
			0s A: store, shared, broken
			100ms A: token request, cache_down, 100ms
			100ms A: store, shared, broken
			110ms A: call, 10ms
			110ms A: action, 110ms`,
	},
}

func TestObserveTellsWhatPasses(t *testing.T) {
	for name, test := range observations {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, b *bubble) {
				told := &story{b: b}
				carrier := &desk{b: b, takes: 100 * ms}
				b.env.Endpoint, b.env.Account, b.env.Observe = carrier, "A", told.observe
				b.env.Shared = brokenStore{}
				test.play(t, b, carrier, built(t, b.env, test.parts...))
				b.sleep(time.Second)
				// Two at one instant come in either order.
				want := strings.Split(strings.ReplaceAll(test.want, "\t", ""), "\n")
				require.ElementsMatch(t, want, told.lines)
			})
		})
	}
}

// act carries out an action whose call takes 10 ms.
func act(t *testing.T, b *bubble, s Strategy) {
	_ = s.Do(t.Context(), func(ctx context.Context, _ Token) error {
		return b.env.Clock.Sleep(ctx, 10*ms)
	})
}

func TestObservedStoreIsNamed(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		told := &story{b: b}
		b.env.Endpoint, b.env.Store, b.env.Observe = &desk{b: b}, brokenStore{}, told.observe
		require.NoError(t, built(t, b.env, Retry{}, Look{}).Do(t.Context(), succeed))
		require.Equal(t, "0s : store, own, broken", told.lines[0])
	})
}

func TestObservedLockGivesUpWithTheContext(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		told := &story{b: b}
		b.env.Observe = told.observe
		lock := b.env.observedPart(Lock{}).NewMutex()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, lock.Lock(ctx), context.Canceled, "though it is free")
		require.True(t, lock.TryLock())
		lock.Unlock()
	})
}

// A sleep of no length is no wait.
func TestObservedSleepHasALength(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		told := &story{b: b}
		b.env.Observe = told.observe
		clock := b.env.observedPart(Retry{}).Clock
		for _, d := range []time.Duration{-1, 0, 1} {
			require.NoError(t, clock.Sleep(t.Context(), d))
		}
		require.Equal(t, []string{"1ns : wait, in retry, 1ns"}, told.lines)
	})
}

// A strategy that nobody observes consists of the parts alone.
func TestNobodyObserves(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		b.env.Endpoint = &desk{b: b}
		require.IsType(t, &retryStrategy{}, built(t, b.env, Retry{}))
		b.env.Observe = func(Event) {}
		require.IsType(t, observedStrategy{}, built(t, b.env, Retry{}))
	})
}
