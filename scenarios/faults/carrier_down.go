package faults

import (
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	Register("carrier_down", "The carrier answers 503, or nothing; token hits still count.",
		func() Kind { return &CarrierDown{} })
}

// CarrierDown lets the carrier fail.
type CarrierDown struct {
	At     strict.Instant `yaml:"at" doc:"When."`
	For    Length         `yaml:"for" doc:"For how long. Default for good."`
	Status int            `yaml:"status" min:"500" max:"599" doc:"What it answers. Default 503."`
	Only   Only           `yaml:"only" doc:"Only these requests. Default both."`
	Share  strict.Share   `yaml:"share" doc:"Share of the requests. Default 1."`
}

// Defaults fill in what holds where the file says nothing.
func (f *CarrierDown) Defaults() { f.Status, f.Share = 503, 1 }

// Check has nothing to report.
func (*CarrierDown) Check(strict.Place, measure.Sizes) {}

// Apply lets the carrier answer with the status.
func (f *CarrierDown) Apply(p Platform) {
	During(p, f.At, f.For, func() func() {
		return p.Answer(Answer{Status: f.Status, Only: f.Only, Share: float64(f.Share)})
	})
}

// Label is carrier down.
func (*CarrierDown) Label() string { return "carrier down" }

// Blames nothing: what the carrier refuses is told by the refusal.
func (*CarrierDown) Blames(*Hit) bool { return false }

// Momentary is false: the carrier is down for a while.
func (*CarrierDown) Momentary() bool { return false }

// Events are few.
func (*CarrierDown) Events(measure.Sizes) float64 { return 0 }
