package strategies

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
)

func TestSleepEndsWithTheContext(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.NoError(t, b.env.Clock.Sleep(ctx, 999*ms))
		require.NoError(t, b.env.Clock.Sleep(ctx, 0))
		require.ErrorIs(t, b.env.Clock.Sleep(ctx, time.Hour), context.DeadlineExceeded)
		require.Equal(t, time.Second, b.now())
		require.ErrorIs(t, b.env.Clock.Sleep(ctx, 0), context.DeadlineExceeded)
	})
}

func TestSleepOnFakeClocks(t *testing.T) {
	mock := clock.NewMock()
	fake := clockwork.NewFakeClockAt(time.Unix(0, 0))
	for name, test := range map[string]struct {
		env     Env
		advance func(time.Duration)
	}{
		"benbjohnson": {OnClock(mock), mock.Add},
		"clockwork":   {OnClock(fake), fake.Advance},
	} {
		t.Run(name, func(t *testing.T) {
			done := make(chan error)
			go func() { done <- test.env.Clock.Sleep(context.Background(), time.Hour) }()
			for {
				test.advance(30 * time.Minute)
				select {
				case err := <-done:
					require.NoError(t, err)
					return
				default:
				}
			}
		})
	}
}

func TestChannelLockServesInOrderOfArrival(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		lock := b.env.NewMutex()
		require.True(t, lock.TryLock())
		require.False(t, lock.TryLock())
		var order []int
		for i := range 5 {
			b.at(time.Duration(i)*ms, func() {
				require.NoError(t, lock.Lock(t.Context()))
				order = append(order, i)
				time.Sleep(100 * ms)
				lock.Unlock()
			})
		}
		b.at(50*ms, lock.Unlock)
		b.sleep(time.Minute)
		require.Equal(t, []int{0, 1, 2, 3, 4}, order)
		require.Equal(t, time.Minute, b.now())
		require.True(t, lock.TryLock())
		lock.Unlock()
		require.PanicsWithValue(t, "strategies: unlock of an unlocked lock", lock.Unlock)
	})
}

// A waiter whose context ends at the very instant at which the lock is handed to it passes it on,
// or has it: in no case is it lost.
func TestChannelLockIsNotLostToCancelledWaiters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for range 200 {
			lock := &channelLock{}
			require.NoError(t, lock.Lock(t.Context()))
			var waiter sync.WaitGroup
			ctx, cancel := context.WithCancel(t.Context())
			waiter.Go(func() {
				if lock.Lock(ctx) == nil {
					lock.Unlock()
				}
			})
			synctest.Wait()
			cancel()
			lock.Unlock()
			waiter.Wait()
			require.True(t, lock.TryLock())
		}
	})
}

func TestGoOutlivesTheCaller(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		var done time.Duration
		b.env.Go(func(ctx context.Context) {
			require.NoError(t, b.env.Clock.Sleep(ctx, time.Minute))
			done = b.now()
		})
		b.sleep(time.Hour)
		require.Equal(t, time.Minute, done)
	})
}

func TestWithTimeoutOnAnyClock(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		outer, cancelOuter := b.env.WithTimeout(t.Context(), 2*time.Second)
		defer cancelOuter()
		inner, cancelInner := b.env.WithTimeout(outer, time.Second)
		defer cancelInner()
		given, cancel := b.env.WithTimeout(outer, time.Hour)
		cancel()
		require.ErrorIs(t, given.Err(), context.Canceled)
		b.sleep(time.Second - 1)
		require.NoError(t, inner.Err())
		b.sleep(1)
		require.ErrorIs(t, inner.Err(), context.DeadlineExceeded)
		require.NoError(t, outer.Err())
		beyond, cancelBeyond := b.env.WithTimeout(outer, time.Hour)
		defer cancelBeyond()
		b.sleep(time.Second)
		require.ErrorIs(t, beyond.Err(), context.DeadlineExceeded, "the parent's end is its own")
	})
}
