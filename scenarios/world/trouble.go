package world

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// A trouble is a carrier fault in force.
type trouble struct {
	only     faults.Only
	status   int // answers this; 0: only slower
	share    float64
	customer *int // nil: of everybody
	adds     chance.Distribution
}

// afflict lets the carrier have a trouble, until end.
func (w *world) afflict(t *trouble) (end func()) {
	for e := range w.paths {
		if p := &w.paths[e]; t.only.Of(fakecarrier.Endpoint(e)) {
			p.troubles = append(p.troubles, t)
		}
	}
	return func() {
		for e := range w.paths {
			p := &w.paths[e]
			p.troubles = slices.DeleteFunc(p.troubles, func(o *trouble) bool { return o == t })
		}
	}
}

// down reports whether a fault answers every request of a customer.
func (p *wire) down(customer int) bool {
	return slices.ContainsFunc(p.troubles, func(t *trouble) bool {
		return t.status != 0 && t.share == 1 && (t.customer == nil || *t.customer == customer)
	})
}

// A hindrance is a fault of the network in force.
type hindrance struct {
	of                  faults.Traffic
	adds                chance.Distribution // to each leg
	loseThere, loseBack float64
}

// hinder lets the network have a hindrance, until end.
func (w *world) hinder(h *hindrance) (end func()) {
	for e := range w.paths {
		if p := &w.paths[e]; h.of.Only.Of(fakecarrier.Endpoint(e)) {
			p.hindrances = append(p.hindrances, h)
		}
	}
	return func() {
		for e := range w.paths {
			p := &w.paths[e]
			p.hindrances = slices.DeleteFunc(p.hindrances, func(o *hindrance) bool { return o == h })
		}
	}
}

// An impairment is a fault of caches in force.
type impairment struct {
	which faults.Caches
	down  int
	slow  time.Duration
}

// impair lets caches be impaired, until end.
func (w *world) impair(i *impairment) (end func()) {
	w.impairments = append(w.impairments, i)
	w.change(i, 1)
	return func() {
		w.impairments = slices.DeleteFunc(w.impairments, func(o *impairment) bool { return o == i })
		w.change(i, -1)
	}
}

// change impairs caches once more, or once less.
func (w *world) change(i *impairment, by int) {
	for _, c := range w.caches {
		c.impair(i, by)
	}
	if i.which.Store {
		w.store.down += by * i.down
		w.store.delay += time.Duration(by) * i.slow
	}
}

// impair is the same for one cache of a node, or the fleet's.
func (c *cache) impair(i *impairment, by int) {
	if i.which.Of(c.node) {
		c.down += by * i.down
		c.delay += time.Duration(by) * i.slow
	}
}
