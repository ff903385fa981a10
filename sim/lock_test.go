package sim

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestLockIsHandedOverInOrderOfArrival(t *testing.T) {
	s := New(1)
	lock := s.NewLock()
	var log []string
	for _, name := range []string{"ada", "bob", "cyd"} {
		s.Go(name, func(ctx context.Context) {
			require.NoError(t, lock.Lock(ctx))
			log = append(log, fmt.Sprintf("%s at %v", name, s.Now()))
			require.NoError(t, s.Sleep(ctx, time.Second))
			lock.Unlock()
			require.Equal(t, name == "cyd", lock.TryLock(), "handed over, not freed")
		})
	}
	require.NoError(t, s.Run(hour))
	require.Equal(t, []string{"ada at 0s", "bob at 1s", "cyd at 2s"}, log)
}

func TestACancelledWaiterLeavesTheQueue(t *testing.T) {
	s := New(1)
	lock := s.NewLock()
	s.Go("holder", func(ctx context.Context) {
		require.NoError(t, lock.Lock(ctx))
		require.NoError(t, s.Sleep(ctx, 10*time.Second))
		lock.Unlock()
	})
	s.Go("impatient", func(ctx context.Context) {
		limited, cancel := s.WithTimeout(ctx, time.Second)
		defer cancel()
		require.ErrorIs(t, lock.Lock(limited), context.DeadlineExceeded)
		require.Equal(t, time.Second, s.Now())
	})
	s.Go("patient", func(ctx context.Context) {
		require.NoError(t, lock.Lock(ctx))
		require.Equal(t, 10*time.Second, s.Now())
		lock.Unlock()
		require.True(t, lock.TryLock())
	})
	require.NoError(t, s.Run(hour))
}

func TestALockThatWasHandedOverIsKept(t *testing.T) {
	s := New(1)
	lock := s.NewLock()
	require.True(t, lock.TryLock())
	s.Go("waiter", func(ctx context.Context) {
		limited, cancel := s.WithCancel(ctx)
		s.Go("holder", func(context.Context) {
			lock.Unlock()
			cancel() // too late: the waiter owns it, though it does not know yet
		})
		require.NoError(t, lock.Lock(limited))
		require.ErrorIs(t, limited.Err(), context.Canceled)
	})
	require.NoError(t, s.Run(hour))
}

// A visit is one process at the lock: it comes, waits so long at most, and keeps it so long.
type visit struct{ comes, patience, keeps time.Duration }

// durations draws from a few, so that ties are many.
func durations(least, most int) *rapid.Generator[time.Duration] {
	return rapid.Map(rapid.IntRange(least, most), func(n int) time.Duration {
		return time.Duration(n)
	})
}

// TestLockAgainstAModel runs random visits, with ties, and replays what was seen on a plain queue.
func TestLockAgainstAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		short := durations(0, 8)
		visits := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) visit {
			return visit{short.Draw(t, "comes"), short.Draw(t, "patience"), short.Draw(t, "keeps")}
		}), 1, 12).Draw(t, "visits")
		s := New(1)
		lock := s.NewLock()
		m := lockModel{t: t, visits: visits, owner: -1}
		for i, v := range visits {
			s.Go(fmt.Sprint("visitor ", i), func(ctx context.Context) {
				_ = s.Sleep(ctx, v.comes)
				limited, cancel := s.WithTimeout(ctx, v.patience)
				defer cancel()
				m.comes(i)
				limited.(*scope).AfterFunc(func() { m.leaves(i) })
				err := lock.Lock(limited)
				m.answered(i, err, s.Now())
				if err != nil {
					return
				}
				_ = s.Sleep(ctx, v.keeps)
				m.frees(i)
				lock.Unlock()
			})
		}
		require.NoError(t, s.Run(hour))
		require.Equal(t, -1, m.owner)
		require.Empty(t, m.queue)
		require.False(t, lock.held)
		require.Equal(t, len(visits), m.over)
	})
}

// A lockModel is a lock as a slice of who waits.
type lockModel struct {
	t      *rapid.T
	visits []visit
	owner  int
	queue  []int
	over   int
}

func (m *lockModel) comes(i int) {
	switch {
	case m.visits[i].patience == 0: // its context is done before it begins
	case m.owner < 0:
		m.owner = i
	default:
		m.queue = append(m.queue, i)
	}
}

func (m *lockModel) answered(i int, err error, now time.Duration) {
	v := m.visits[i]
	if err == nil {
		require.Equal(m.t, i, m.owner)
		require.LessOrEqual(m.t, now, v.comes+v.patience)
		return
	}
	require.ErrorIs(m.t, err, context.DeadlineExceeded)
	require.Equal(m.t, v.comes+v.patience, now)
	require.NotEqual(m.t, i, m.owner)
	require.NotContains(m.t, m.queue, i)
	m.over++
}

// leaves is the moment of a deadline, before the visitor's turn to say so.
func (m *lockModel) leaves(i int) {
	if j := slices.Index(m.queue, i); j >= 0 {
		m.queue = slices.Delete(m.queue, j, j+1)
	}
}

// frees passes the lock on.
func (m *lockModel) frees(i int) {
	require.Equal(m.t, i, m.owner)
	m.owner = -1
	m.over++
	if len(m.queue) > 0 {
		m.owner, m.queue = m.queue[0], m.queue[1:]
	}
}

// When a run is over its processes are unwound in their order. A deferred Unlock frees the lock: it
// does not hand it to a waiter, who is unwound and would never unlock it.
func TestADeferredUnlockFreesTheLockWhenTheRunIsOver(t *testing.T) {
	s := New(1)
	lock, free := s.NewLock(), false
	s.Go("holder", func(ctx context.Context) {
		require.NoError(t, lock.Lock(ctx))
		defer lock.Unlock()
		_ = s.Sleep(ctx, 2*hour)
	})
	s.Go("waiter", func(ctx context.Context) { _ = lock.Lock(ctx) })
	s.Go("third", func(ctx context.Context) {
		defer func() { free = lock.TryLock() }()
		_ = s.Sleep(ctx, 2*hour)
	})
	require.NoError(t, s.Run(hour))
	require.True(t, free)
}

// A deferred Wake or WakeAt finds a process that is unwound already, or will be, and does nothing.
func TestADeferredWakeDoesNothingWhenTheRunIsOver(t *testing.T) {
	s := New(1)
	var first, last *Process
	woken := 0
	s.Go("first", func(ctx context.Context) {
		first = s.Current()
		_ = park(ctx, s)
		woken++
	})
	s.Go("waker", func(ctx context.Context) {
		defer func() {
			for _, p := range []*Process{first, last} {
				s.Wake(p)
				s.WakeAt(p, 2*hour)
			}
		}()
		_ = s.Sleep(ctx, 2*hour)
	})
	s.Go("last", func(ctx context.Context) {
		last = s.Current()
		_ = park(ctx, s)
		woken++
	})
	require.NoError(t, s.Run(hour))
	require.Zero(t, woken)
}
