package faults

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

// InForce lists what faults do at present, in the order in which they began to. Any goroutine may
// read it.
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

// A Hindrance is what a fault does to the network.
type Hindrance struct {
	Of                        Traffic
	Adds                      chance.Distribution // to each leg
	LoseRequests, LoseReplies float64
}

// An Impairment is what a fault does to caches.
type Impairment struct {
	Of   Caches
	Down bool
	Slow time.Duration // what a read or write takes longer
}

// Impaired is what impairments together do to the cache of a node.
func Impaired(by []*Impairment, node int) (down bool, slow time.Duration) {
	for _, i := range by {
		if i.Of.Of(node) {
			down, slow = down || i.Down, slow+i.Slow
		}
	}
	return down, slow
}
