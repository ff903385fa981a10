package faults

import (
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
)

func init() {
	Register("carrier_slow", "The carrier takes longer to answer.",
		func() Kind { return &CarrierSlow{} })
}

// CarrierSlow slows the carrier.
type CarrierSlow struct {
	Spell `yaml:",inline"`

	Adds chance.Distribution `yaml:"adds" doc:"What is added to the service time."`
	Only Only                `yaml:"only" doc:"Only these requests. Default both."`
}

// Apply adds to the service time.
func (f *CarrierSlow) Apply(p Platform) {
	f.During(p, func() func() { return p.Slow(f.Only, f.Adds) })
}

// Label is carrier slow.
func (*CarrierSlow) Label() string { return "carrier slow" }

// Blames nothing: a slow answer is an answer.
func (*CarrierSlow) Blames(*Hit) bool { return false }
