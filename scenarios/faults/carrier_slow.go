package faults

import (
	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	Register("carrier_slow", "The carrier takes longer to answer.",
		func() Kind { return &CarrierSlow{} })
}

// CarrierSlow slows the carrier.
type CarrierSlow struct {
	AtCarrier `yaml:",inline"`
	Spell     `yaml:",inline"`

	Adds chance.Distribution `yaml:"adds" doc:"What is added to the service time."`
	Only Only                `yaml:"only" doc:"Only these requests. Default both."`
}

// Check reports a carrier that is not there.
func (f *CarrierSlow) Check(at strict.Place, s measure.Sizes) {
	f.Start.Check(at, s)
	f.check(at, s)
}

// Apply adds to the service time.
func (f *CarrierSlow) Apply(p Platform) {
	f.During(p, func() func() { return p.Slow(f.Only, f.Adds) })
}

// Label is carrier slow.
func (*CarrierSlow) Label() string { return "carrier slow" }

// Blames nothing: a slow answer is an answer.
func (*CarrierSlow) Blames(*Hit) bool { return false }
