package faults

import (
	"github.com/tokenstorm/tokenstorm/internal/strict"
)

func init() {
	Register("carrier_down", "The carrier answers 503, or nothing; token hits still count.",
		func() Kind { return &CarrierDown{} })
}

// CarrierDown makes the carrier answer with an error.
type CarrierDown struct {
	Spell `yaml:",inline"`

	Status int          `yaml:"status" min:"500" max:"599" doc:"What it answers. Default 503."`
	Only   Only         `yaml:"only" doc:"Only these requests. Default both."`
	Share  strict.Share `yaml:"share" doc:"Share of the requests. Default 1."`
}

// Defaults sets the defaults.
func (f *CarrierDown) Defaults() { f.Status, f.Share = 503, 1 }

// Apply makes the carrier answer with the status.
func (f *CarrierDown) Apply(p Platform) {
	f.During(p, func() func() {
		return p.Answer(Answer{Status: f.Status, Only: f.Only, Share: float64(f.Share)})
	})
}

// Label is carrier down.
func (*CarrierDown) Label() string { return "carrier down" }

// Blames nothing: the refusal itself is the reason of what follows.
func (*CarrierDown) Blames(*Hit) bool { return false }
