package strategies

import (
	"container/list"
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// OnClock returns an Env for goroutines on a real or a fake clock: clockwork.NewRealClock in
// production, clockwork.NewFakeClockAt or benbjohnson's clock.NewMock in a test. The Env has
// stores in memory, a lease that is always held, a quota and Places of its own, and one node with
// one customer; set its Endpoint. Go starts goroutines without a deadline. Rand is seeded with the
// clock's time: on a fake clock it repeats.
func OnClock(c interface {
	Now() time.Time
	After(time.Duration) <-chan time.Time
}) Env {
	clock := tickingClock{now: c.Now, after: c.After}
	seed := uint64(c.Now().UnixNano())
	return Env{
		Clock:       clock,
		NewMutex:    func() Mutex { return &channelLock{} },
		Go:          func(f func(context.Context)) { go f(context.Background()) },
		WithTimeout: clock.withTimeout,
		Rand:        rand.New(&sharedRand{source: rand.NewPCG(seed, 0)}),
		Store:       &MemoryStore{},
		Shared:      &MemoryStore{},
		Lease:       NewMemoryLease(clock).For(""),
		Quota:       ownQuota{NewMemoryQuota(clock)},
		Node:        NewPlace(),
		Fleet:       NewPlace(),
		Nodes:       1,
		Customers:   1,
	}
}

type tickingClock struct {
	now   func() time.Time
	after func(time.Duration) <-chan time.Time
}

func (c tickingClock) Now() time.Time    { return c.now() }
func (c tickingClock) Steady() time.Time { return c.now() }

func (c tickingClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d <= 0 {
		return nil
	}
	select {
	case <-c.after(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c tickingClock) withTimeout(parent context.Context, d time.Duration) (context.Context,
	context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	passed := c.after(d)
	go func() {
		select {
		case <-passed:
			cancel(context.DeadlineExceeded)
		case <-ctx.Done():
		}
	}()
	return timed{ctx}, func() { cancel(context.Canceled) }
}

// A timed context's error is the cause of its end.
type timed struct{ context.Context }

func (t timed) Err() error { return context.Cause(t.Context) }

// A channelLock serves its waiters in order of arrival. They wait on channels, not on a sync.Mutex,
// which would stop the time of testing/synctest. The zero value is unlocked.
type channelLock struct {
	mu      sync.Mutex
	held    bool      // guarded by mu
	waiters list.List // guarded by mu; of chan struct{}
}

func (l *channelLock) TryLock() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held {
		return false
	}
	l.held = true
	return true
}

func (l *channelLock) Lock(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	if !l.held {
		l.held = true
		l.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	place := l.waiters.PushBack(mine)
	l.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-mine: // handed over just before: pass it on
		l.handOver()
	default:
		l.waiters.Remove(place)
	}
	return ctx.Err()
}

func (l *channelLock) Unlock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.held {
		panic("strategies: unlock of an unlocked lock")
	}
	l.handOver()
}

// handOver gives the lock to the first waiter. The caller holds mu.
func (l *channelLock) handOver() {
	first := l.waiters.Front()
	if first == nil {
		l.held = false
		return
	}
	close(l.waiters.Remove(first).(chan struct{}))
}

// sharedRand makes a source safe for concurrent use.
type sharedRand struct {
	mu     sync.Mutex
	source rand.Source
}

func (s *sharedRand) Uint64() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.source.Uint64()
}
