package sim

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

// within runs f as the process «test».
func within(t *testing.T, f func(s *Sim, ctx context.Context)) *Sim {
	t.Helper()
	s := New(1)
	s.Go("test", func(ctx context.Context) { f(s, ctx) })
	require.NoError(t, s.Run(hour))
	return s
}

func TestDeadlineEndsEveryWait(t *testing.T) {
	for name, wait := range map[string]func(s *Sim, ctx context.Context) error{
		"sleep": func(s *Sim, ctx context.Context) error { return s.Sleep(ctx, time.Minute) },
		"park":  func(s *Sim, ctx context.Context) error { return park(ctx, s) },
		"wait":  func(s *Sim, ctx context.Context) error { return s.NewCond().Wait(ctx) },
		"lock": func(s *Sim, ctx context.Context) error {
			l := s.NewLock()
			l.TryLock()
			return l.Lock(ctx)
		},
	} {
		t.Run(name, func(t *testing.T) {
			within(t, func(s *Sim, ctx context.Context) {
				ctx, cancel := s.WithTimeout(ctx, time.Second)
				defer cancel()
				require.ErrorIs(t, wait(s, ctx), context.DeadlineExceeded)
				require.Equal(t, time.Second, s.Now())
				require.ErrorIs(t, wait(s, ctx), context.DeadlineExceeded) // at once
				require.Equal(t, time.Second, s.Now())
				// A wakeup that the deadline made void does not end a later wait.
				require.NoError(t, s.Sleep(context.Background(), 2*time.Minute))
				require.Equal(t, 2*time.Minute+time.Second, s.Now())
			})
		})
	}
}

func TestAVoidWakeupIsNoEvent(t *testing.T) {
	s := within(t, func(s *Sim, ctx context.Context) {
		ctx, cancel := s.WithTimeout(ctx, time.Second)
		defer cancel()
		require.Error(t, s.Sleep(ctx, time.Minute))
	})
	require.EqualValues(t, 3, s.Events()) // start, deadline, wakeup
}

func TestCancelReachesWaitsInTheirOrder(t *testing.T) {
	s := New(1)
	parent, cancel := s.WithCancel(context.Background())
	var log []string
	for _, name := range []string{"ada", "bob"} {
		s.Go(name, func(context.Context) {
			child, done := s.WithTimeout(parent, hour)
			defer done()
			require.ErrorIs(t, s.Sleep(child, hour), context.Canceled)
			require.ErrorIs(t, context.Cause(child), context.Canceled)
			log = append(log, name)
		})
	}
	s.At(time.Second, s.Handle(func(uint32) { cancel(); cancel() }), 0)
	require.NoError(t, s.Run(hour))
	require.Equal(t, []string{"ada", "bob"}, log)
	require.Equal(t, time.Second, s.Now())
	grandchild, _ := s.WithTimeout(parent, hour)
	require.ErrorIs(t, grandchild.Err(), context.Canceled)
}

func TestDeadlineIsTheEarliest(t *testing.T) {
	within(t, func(s *Sim, ctx context.Context) {
		_, limited := ctx.Deadline()
		require.False(t, limited)
		outer, cancel := s.WithTimeout(ctx, time.Second)
		defer cancel()
		inner, cancel := s.WithTimeout(outer, time.Minute)
		defer cancel()
		deadline, limited := inner.Deadline()
		require.True(t, limited)
		require.Equal(t, "2100-01-01T00:00:01Z", deadline.Format(time.RFC3339))
		require.ErrorIs(t, s.Sleep(inner, hour), context.DeadlineExceeded)
		require.Equal(t, time.Second, s.Now())
		past, cancel := s.WithTimeout(ctx, 0)
		defer cancel()
		require.ErrorIs(t, past.Err(), context.DeadlineExceeded)
	})
}

func TestDeadlineMayComeBeforeTheParents(t *testing.T) {
	within(t, func(s *Sim, ctx context.Context) {
		outer, cancel := s.WithTimeout(ctx, time.Minute)
		defer cancel()
		inner, cancel := s.WithTimeout(outer, time.Second)
		defer cancel()
		require.ErrorIs(t, s.Sleep(inner, hour), context.DeadlineExceeded)
		require.Equal(t, time.Second, s.Now())
		require.NoError(t, outer.Err())
	})
}

func TestDeadlineUnderACancelledParentNeedsNoEvent(t *testing.T) {
	within(t, func(s *Sim, ctx context.Context) {
		over, cancel := s.WithCancel(ctx)
		cancel()
		before := s.queue.slots()
		inner, cancel := s.WithTimeout(over, time.Second)
		defer cancel()
		require.ErrorIs(t, inner.Err(), context.Canceled)
		require.Equal(t, before, s.queue.slots())
	})
}

// A deadline at the parent's own instant needs no event: the parent's ends both.
func TestEqualDeadlineIsTheParents(t *testing.T) {
	within(t, func(s *Sim, ctx context.Context) {
		outer, cancel := s.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		require.NoError(t, s.Sleep(ctx, time.Second))
		inner, cancel := s.WithTimeout(outer, time.Second)
		defer cancel()
		require.Equal(t, 1, s.queue.slots())
		require.ErrorIs(t, s.Sleep(inner, hour), context.DeadlineExceeded)
		require.Equal(t, 2*time.Second, s.Now())
	})
}

func TestAfterFuncStops(t *testing.T) {
	s := New(1)
	ctx, cancel := s.WithCancel(context.Background())
	var called []int
	var stops []func() bool
	for i := range 3 {
		stops = append(stops, ctx.(*scope).AfterFunc(func() { called = append(called, i) }))
	}
	require.True(t, stops[0]())
	require.False(t, stops[0](), "it is stopped already")
	require.True(t, stops[2]())
	cancel()
	require.Equal(t, []int{1}, called)
	require.False(t, stops[1](), "it was called")
}

type key struct{}

func TestStandardContextsOnTop(t *testing.T) {
	within(t, func(s *Sim, ctx context.Context) {
		limited, cancel := s.WithTimeout(context.WithValue(ctx, key{}, "v"), time.Second)
		defer cancel()
		require.Equal(t, "v", limited.Value(key{}))
		free := context.WithoutCancel(limited)
		require.ErrorIs(t, s.Sleep(context.WithValue(limited, key{}, "w"), time.Minute),
			context.DeadlineExceeded)
		require.NoError(t, s.Sleep(free, time.Minute))
		require.Equal(t, time.Minute+time.Second, s.Now())
		<-limited.Done()
	})
}

func TestStandardChildrenStartNoGoroutine(t *testing.T) {
	within(t, func(s *Sim, ctx context.Context) {
		limited, cancel := s.WithTimeout(ctx, time.Second)
		defer cancel()
		before := runtime.NumGoroutine()
		child, done := context.WithCancel(limited)
		defer done()
		other, stop := context.WithCancel(limited)
		stop()
		require.Equal(t, before, runtime.NumGoroutine())
		require.NoError(t, s.Sleep(ctx, time.Minute))
		require.ErrorIs(t, child.Err(), context.DeadlineExceeded)
		require.ErrorIs(t, other.Err(), context.Canceled)
	})
}

func TestForeignContextsAreRefused(t *testing.T) {
	other := New(2)
	theirs, _ := other.WithCancel(context.Background())
	within(t, func(s *Sim, ctx context.Context) {
		ours, cancel := s.WithCancel(ctx)
		defer cancel()
		foreign, done := context.WithCancel(ctx)
		defer done()
		onTop, done := context.WithTimeout(ours, hour)
		defer done()
		for _, ctx := range []context.Context{foreign, onTop, context.WithValue(onTop, key{}, 1)} {
			require.Contains(t, panicOf(func() { _ = s.Sleep(ctx, 1) }), "test waits under a")
			require.Contains(t, panicOf(func() { _ = park(ctx, s) }), "use Sim.WithCancel")
			require.Panics(t, func() { _ = s.NewLock().Lock(ctx) })
			require.Panics(t, func() { s.WithTimeout(ctx, 1) })
		}
		require.Contains(t, panicOf(func() { _ = s.Sleep(theirs, 1) }), "another Sim")
	})
}

// TestDeadlinesAgainstAModel sets and cancels random timeouts of a few durations; each must end at
// its own instant, and those of one instant in the order in which they were set.
func TestDeadlinesAgainstAModel(t *testing.T) {
	type timeout struct {
		at, after time.Duration
		cancelled time.Duration // after it was set; beyond after if never
	}
	rapid.Check(t, func(t *rapid.T) {
		short := durations(1, 6)
		all := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) timeout {
			return timeout{short.Draw(t, "at"), short.Draw(t, "after"), short.Draw(t, "cancelled")}
		}), 1, 20).Draw(t, "timeouts")
		s := New(1)
		var ended, dumb [20]time.Duration
		var cancels [20]context.CancelFunc
		cancel := s.Handle(func(i uint32) { cancels[i]() })
		set := s.Handle(func(i uint32) {
			ctx, stop := s.WithTimeout(context.Background(), all[i].after)
			ctx.(*scope).AfterFunc(func() { ended[i] = s.Now() })
			cancels[i] = stop
			s.After(all[i].cancelled, cancel, i)
		})
		for i, to := range all {
			s.At(to.at, set, uint32(i))
			dumb[i] = to.at + min(to.after, to.cancelled)
		}
		require.NoError(t, s.Run(hour))
		require.Equal(t, dumb, ended)
		require.Empty(t, s.expiry.of, "lines are given back")
		require.LessOrEqual(t, len(s.expiry.lines), 6)
	})
}

func TestEqualTimeoutsShareOneQueueEntry(t *testing.T) {
	within(t, func(s *Sim, ctx context.Context) {
		var cancels []context.CancelFunc
		for range 1000 {
			_, cancel := s.WithTimeout(ctx, time.Minute)
			cancels = append(cancels, cancel)
		}
		require.Equal(t, 1, s.queue.slots())
		for _, cancel := range cancels {
			cancel()
		}
	})
}
