package faults

import (
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	Register("carrier_slow", "The carrier takes longer to answer.",
		func() Kind { return &CarrierSlow{} })
}

// CarrierSlow slows the carrier.
type CarrierSlow struct {
	At   strict.Instant      `yaml:"at" doc:"When."`
	For  Length              `yaml:"for" doc:"For how long. Default for good."`
	Adds chance.Distribution `yaml:"adds" doc:"What is added to the service time."`
	Only Only                `yaml:"only" doc:"Only these requests. Default both."`
}

// Check has nothing to report.
func (*CarrierSlow) Check(strict.Place, measure.Sizes) {}

// Apply lets the carrier take longer.
func (f *CarrierSlow) Apply(p Platform) {
	During(p, f.At, f.For, func() func() { return p.Slow(f.Only, f.Adds) })
}

// Label is carrier slow.
func (*CarrierSlow) Label() string { return "carrier slow" }

// Blames nothing: a slow answer is an answer.
func (*CarrierSlow) Blames(*Hit) bool { return false }

// Momentary is false: the carrier is slow for a while.
func (*CarrierSlow) Momentary() bool { return false }

// Events are few.
func (*CarrierSlow) Events(measure.Sizes) float64 { return 0 }
