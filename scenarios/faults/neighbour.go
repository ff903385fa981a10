package faults

import (
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
	Spell `yaml:",inline"`

	Every strict.PositiveSpan `yaml:"every,required" doc:"From one request to the next."`
}

// Apply sends the requests.
func (f *Neighbour) Apply(p Platform) {
	var until strict.Optional[strict.Instant]
	if f.For.Given {
		until = strict.Some(f.At + strict.Instant(f.For.Value))
	}
	stranger := Stranger{Customer: p.Sizes().Customers}
	Again(p, f.At, strict.Some(f.Every), until, func() { p.Request(stranger) })
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
