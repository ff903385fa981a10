package sim

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// park is Parking and Park.
func park(ctx context.Context, s *Sim) error {
	if err := s.Parking(ctx); err != nil {
		return err
	}
	return s.Current().Park()
}

// TestRequestAndReply is how a scenario sends a request: two events and one switch there and back.
func TestRequestAndReply(t *testing.T) {
	s := New(1)
	var asking *Process
	arrive := s.Handle(func(uint32) { s.WakeAt(asking, s.Now()+50*time.Millisecond) })
	s.Go("client", func(ctx context.Context) {
		before := s.Events()
		s.After(50*time.Millisecond, arrive, 0)
		asking = s.Current()
		require.NoError(t, park(ctx, s))
		require.Equal(t, 100*time.Millisecond, s.Now())
		require.EqualValues(t, 2, s.Events()-before)
	})
	require.NoError(t, s.Run(hour))
}

func TestWakeEndsAPark(t *testing.T) {
	s := New(1)
	var parked *Process
	var log []string
	s.Go("parked", func(ctx context.Context) {
		parked = s.Current()
		require.NoError(t, park(ctx, s))
		log = append(log, "woken")
	})
	s.Go("waker", func(ctx context.Context) {
		require.NoError(t, s.Sleep(ctx, time.Second))
		s.Wake(parked)
		s.Wake(parked)             // it is over already
		s.WakeAt(parked, 2*hour)   // no longer
		log = append(log, "wakes") // the waker goes on first
	})
	require.NoError(t, s.Run(hour))
	require.Equal(t, []string{"wakes", "woken"}, log)
	require.Equal(t, time.Second, s.Now())
}

func TestTheLatestArrangementCounts(t *testing.T) {
	for name, c := range map[string]struct{ first, second, want time.Duration }{
		"later":   {time.Second, 3 * time.Second, 3 * time.Second},
		"earlier": {3 * time.Second, time.Second, time.Second},
		"at once": {3 * time.Second, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(1)
			s.Go("client", func(ctx context.Context) {
				s.WakeAt(s.Current(), c.first)
				s.WakeAt(s.Current(), c.second)
				require.NoError(t, park(ctx, s))
				require.Equal(t, c.want, s.Now())
				// What was replaced must not end another wait.
				require.NoError(t, s.Sleep(ctx, 10*time.Second))
				require.Equal(t, c.want+10*time.Second, s.Now())
			})
			require.NoError(t, s.Run(hour))
		})
	}
}

func TestAnArrangementDoesNotOutliveAnotherWait(t *testing.T) {
	for name, wait := range map[string]func(s *Sim, ctx context.Context){
		"sleep in place": func(s *Sim, ctx context.Context) {
			_ = s.Sleep(ctx, time.Second)
		},
		"sleep": func(s *Sim, ctx context.Context) {
			s.Go("nobody", func(context.Context) {}) // so that the sleeper is not next
			_ = s.Sleep(ctx, time.Second)
		},
		"done context": func(s *Sim, ctx context.Context) {
			over, _ := s.WithTimeout(ctx, 0)
			require.Error(t, park(over, s))
		},
		"lock": func(s *Sim, ctx context.Context) {
			lock := s.NewLock()
			lock.TryLock()
			s.Go("holder", func(ctx context.Context) {
				_ = s.Sleep(ctx, 3*time.Second)
				lock.Unlock()
			})
			require.NoError(t, lock.Lock(ctx))
			require.Equal(t, 3*time.Second, s.Now())
		},
		"wait": func(s *Sim, ctx context.Context) {
			cond := s.NewCond()
			s.Go("signaller", func(ctx context.Context) {
				_ = s.Sleep(ctx, 3*time.Second)
				cond.Signal()
			})
			require.NoError(t, cond.Wait(ctx))
			require.Equal(t, 3*time.Second, s.Now())
		},
	} {
		t.Run(name, func(t *testing.T) {
			within(t, func(s *Sim, ctx context.Context) {
				s.WakeAt(s.Current(), 2*time.Second)
				wait(s, ctx)
				limited, cancel := s.WithTimeout(ctx, time.Minute)
				defer cancel()
				require.ErrorIs(t, park(limited, s), context.DeadlineExceeded)
			})
		})
	}
}

func TestAnArrangementDoesNotWakeTheNextBody(t *testing.T) {
	s := New(1)
	s.Go("hasty", func(context.Context) { s.WakeAt(s.Current(), time.Second) })
	s.Go("next", func(ctx context.Context) {
		require.Len(t, s.processes, 1, "on the same coroutine")
		limited, cancel := s.WithTimeout(ctx, time.Minute)
		defer cancel()
		require.ErrorIs(t, park(limited, s), context.DeadlineExceeded)
	})
	require.NoError(t, s.Run(hour))
}

func TestWakeOfWhatIsNotParkedIsABug(t *testing.T) {
	s := New(1)
	var sleeper *Process
	s.Go("sleeper", func(ctx context.Context) {
		sleeper = s.Current()
		require.Panics(t, func() { s.Wake(sleeper) })
		_ = s.Sleep(ctx, time.Second)
	})
	s.Go("waker", func(context.Context) {
		require.PanicsWithValue(t, "sim: Wake of sleeper, which is not in Park",
			func() { s.Wake(sleeper) })
		require.PanicsWithValue(t, "sim: WakeAt of sleeper, which is not in Park",
			func() { s.WakeAt(sleeper, hour) })
	})
	require.NoError(t, s.Run(hour))
	require.Equal(t, time.Second, s.Now())
}

func TestSleepInPlaceIsAnEvent(t *testing.T) {
	s := New(1)
	s.Go("alone", func(ctx context.Context) {
		for range 10 {
			require.NoError(t, s.Sleep(ctx, time.Second))
		}
		require.NoError(t, s.Sleep(ctx, -time.Second)) // no time, but a turn
	})
	require.NoError(t, s.Run(hour))
	require.Equal(t, 10*time.Second, s.Now())
	require.EqualValues(t, 12, s.Events()) // with the start
}
