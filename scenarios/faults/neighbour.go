package faults

import (
	"iter"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	Register("neighbour", "Someone else's token requests from the same public IP.",
		func() Kind { return &Neighbour{} })
}

// A Neighbour sends token requests of its own from the first public IP, whatever it is answered.
type Neighbour struct {
	AtCarrier `yaml:",inline"`
	Spell     `yaml:",inline"`

	Every strict.PositiveSpan `yaml:"every,required" doc:"From one request to the next."`
}

// Check reports a carrier that is not there.
func (f *Neighbour) Check(at strict.Place, s measure.Sizes) {
	f.Start.Check(at, s)
	f.check(at, s)
}

// Apply sends the requests.
func (f *Neighbour) Apply(p Platform) {
	who := stranger(p.Sizes())
	Again(p, f.At, strict.Some(f.Every), f.until(), func() { p.Request(who) })
}

// Visits are the requests.
func (f *Neighbour) Visits(s measure.Sizes) iter.Seq[Visit] {
	return func(yield func(Visit) bool) {
		for at := range instants(f.At, strict.Some(f.Every), f.until(), s.Length) {
			if !yield(Visit{at, stranger(s)}) {
				return
			}
		}
	}
}

// stranger is who is no customer.
func stranger(s measure.Sizes) Stranger { return Stranger{Customer: s.Customers} }

// until is when the requests end.
func (f *Neighbour) until() (until strict.Optional[strict.Instant]) {
	if f.For.Given {
		until = strict.Some(f.At + strict.Instant(f.For.Value))
	}
	return until
}

// Label is neighbour.
func (*Neighbour) Label() string { return "neighbour" }

// Blames reports whether somebody else behind our address sent the request.
func (*Neighbour) Blames(h *Hit) bool {
	return h.By == measure.ByNeighbour && h.Customer >= h.Sizes.Customers
}

// Events are one a request.
func (f *Neighbour) Events(s measure.Sizes) float64 {
	return s.Length.Seconds() / time.Duration(f.Every).Seconds()
}
