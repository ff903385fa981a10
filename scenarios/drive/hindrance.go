package drive

import (
	"slices"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// A hindrance is a fault of the network in force.
type hindrance struct {
	of                  faults.Traffic
	adds                chance.Distribution // to each leg
	loseThere, loseBack float64
}

// The hindrances are those in force, in the order in which they began.
type hindrances struct {
	mu  sync.Mutex
	all []*hindrance // guarded by mu
}

// hinder lets the network have a hindrance, until end.
func (f *fleet) hinder(h *hindrance) (end func()) {
	l := &f.hindrances
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, h)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.all = slices.DeleteFunc(l.all, func(o *hindrance) bool { return o == h })
	}
}

// of lists those that a wire has now.
func (l *hindrances) of(w *route) []*hindrance {
	l.mu.Lock()
	defer l.mu.Unlock()
	var now []*hindrance
	for _, h := range l.all {
		if h.of.Of(w.node.index, w.endpoint) {
			now = append(now, h)
		}
	}
	return now
}

// An impairment is a fault of caches in force.
type impairment struct {
	which faults.Caches
	down  int
	slow  time.Duration
}

// impair lets caches be impaired, until end, those of nodes that start meanwhile included.
func (f *fleet) impair(i *impairment) (end func()) {
	p := &f.nodes
	p.mu.Lock()
	defer p.mu.Unlock()
	p.impairments = append(p.impairments, i)
	f.change(i, 1)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.impairments = slices.DeleteFunc(p.impairments, func(o *impairment) bool { return o == i })
		f.change(i, -1)
	}
}

// change impairs caches once more, or once less. The caller holds the nodes' mu.
func (f *fleet) change(i *impairment, by int) {
	for _, c := range f.nodes.caches {
		if i.which.Of(c.node) {
			c.impair(i, by)
		}
	}
	if i.which.Store {
		f.store.impair(i, by)
	}
}

// impair is the same for one cache.
func (c *cache) impair(i *impairment, by int) {
	c.down.Add(int32(by * i.down))
	c.delay.Add(int64(by) * int64(i.slow))
}
