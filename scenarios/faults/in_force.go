package faults

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
)

// InForce lists the faults of one kind that are in force, in the order in which they began. Any
// goroutine may read it.
type InForce[T any] struct {
	mu  sync.Mutex // guards changes
	now atomic.Pointer[[]*T]
}

// Now lists them. The caller does not change the list.
func (l *InForce[T]) Now() []*T {
	if now := l.now.Load(); now != nil {
		return *now
	}
	return nil
}

// Begin adds x, until end.
func (l *InForce[T]) Begin(x *T) (end func()) {
	l.change(func(all []*T) []*T { return append(all, x) })
	return func() {
		l.change(func(all []*T) []*T {
			return slices.DeleteFunc(all, func(o *T) bool { return o == x })
		})
	}
}

// change replaces the list by a changed copy.
func (l *InForce[T]) change(by func(all []*T) []*T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := by(slices.Clone(l.Now()))
	l.now.Store(&now)
}

// Effects are the lasting things that faults do to the network and to caches. They are looked up
// with each request, and with each use of a cache. They are a part of a Platform.
type Effects struct {
	Hindrances  InForce[Hindrance]
	Impairments InForce[Impairment]
}

// A Hindrance is what a fault does to the network.
type Hindrance struct {
	Of                        Traffic
	Adds                      chance.Distribution // to each leg
	LoseRequests, LoseReplies float64
}

// Legs adds to either leg of requests.
func (e *Effects) Legs(of Traffic, adds chance.Distribution) (end func()) {
	return e.Hindrances.Begin(&Hindrance{Of: of, Adds: adds})
}

// Lose loses shares of requests and of replies.
func (e *Effects) Lose(of Traffic, requests, replies float64) (end func()) {
	return e.Hindrances.Begin(&Hindrance{Of: of, LoseRequests: requests, LoseReplies: replies})
}

// An Impairment is what a fault does to caches.
type Impairment struct {
	Of   Caches
	Down bool
	Slow time.Duration // by how much a read or write takes longer
}

// CachesDown takes caches down, those of nodes that start meanwhile included.
func (e *Effects) CachesDown(which Caches) (end func()) {
	return e.Impairments.Begin(&Impairment{Of: which, Down: true})
}

// CachesSlow slows caches down, those of nodes that start meanwhile included.
func (e *Effects) CachesSlow(which Caches, by time.Duration) (end func()) {
	return e.Impairments.Begin(&Impairment{Of: which, Slow: by})
}

// Impaired reports what all impairments together do now to the cache of a node.
func (e *Effects) Impaired(node int) (down bool, slow time.Duration) {
	for _, i := range e.Impairments.Now() {
		if i.Of.Of(node) {
			down, slow = down || i.Down, slow+i.Slow
		}
	}
	return down, slow
}
