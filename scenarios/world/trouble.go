package world

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// A trouble is what a fault does to the carrier: an answer, if it has a status, and a delay.
type trouble struct {
	faults.Answer
	adds chance.Distribution
}

// afflict lets the carrier have a trouble, until end.
func (k *carrier) afflict(t *trouble) (end func()) {
	var ends []func()
	for e := range k.paths {
		if t.Only.Of(fakecarrier.Endpoint(e)) {
			ends = append(ends, k.paths[e].troubles.Begin(t))
		}
	}
	return func() {
		for _, end := range ends {
			end()
		}
		k.relief.Broadcast()
	}
}

// down reports whether a fault answers every request of a customer.
func (p *wire) down(customer int) bool {
	return slices.ContainsFunc(p.troubles.Now(), func(t *trouble) bool {
		return t.Status != 0 && t.Share == 1 && (t.Customer == nil || *t.Customer == customer)
	})
}
