package sim

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestRequestAndReply is how a scenario sends a request: two events and one switch there and back.
func TestRequestAndReply(t *testing.T) {
	s := New(1)
	var asking *Process
	arrive := s.Handle(func(uint32) { s.WakeAt(asking, s.Now()+50*time.Millisecond) })
	s.Go("client", func(ctx context.Context) {
		before := s.Events()
		s.After(50*time.Millisecond, arrive, 0)
		asking = s.Current()
		require.NoError(t, s.Park(ctx))
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
		require.NoError(t, s.Park(ctx))
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
				require.NoError(t, s.Park(ctx))
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
	s := New(1)
	lock := s.NewLock()
	for name, wait := range map[string]func(ctx context.Context){
		"sleep": func(ctx context.Context) { _ = s.Sleep(ctx, time.Second) },
		"lock": func(ctx context.Context) {
			s.Go("holder", func(ctx context.Context) {
				_ = lock.Lock(ctx)
				_ = s.Sleep(ctx, time.Second)
				lock.Unlock()
			})
			_ = s.Sleep(ctx, 0)
			s.WakeAt(s.Current(), s.Now()+2*time.Second)
			_ = lock.Lock(ctx)
			lock.Unlock()
		},
	} {
		s.Go(name, func(ctx context.Context) {
			s.WakeAt(s.Current(), s.Now()+2*time.Second)
			wait(ctx)
			limited, cancel := s.WithTimeout(ctx, time.Minute)
			defer cancel()
			require.ErrorIs(t, s.Park(limited), context.DeadlineExceeded, name)
		})
	}
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
