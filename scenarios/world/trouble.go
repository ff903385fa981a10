package world

import (
	"slices"

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
	var ends []func()
	for e := range w.paths {
		if t.only.Of(fakecarrier.Endpoint(e)) {
			ends = append(ends, w.paths[e].troubles.Begin(t))
		}
	}
	return func() {
		for _, end := range ends {
			end()
		}
	}
}

// down reports whether a fault answers every request of a customer.
func (p *wire) down(customer int) bool {
	return slices.ContainsFunc(p.troubles.Now(), func(t *trouble) bool {
		return t.status != 0 && t.share == 1 && (t.customer == nil || *t.customer == customer)
	})
}
