package faults

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Striker is a Kind that strikes one carrier: of that name, or if it is empty the first.
type Striker interface {
	Strikes() string
}

// AtCarrier says which carrier a fault strikes. A kind that embeds it is a Striker; its Platform
// acts on that carrier.
type AtCarrier struct {
	Carrier string `yaml:"carrier" doc:"Which of the carriers, by name. Default the first."`
}

// Strikes is the carrier's name.
func (a *AtCarrier) Strikes() string { return a.Carrier }

// check reports a carrier that is not there.
func (a *AtCarrier) check(at strict.Place, s measure.Sizes) {
	var names []string
	for _, c := range s.Carriers {
		if c.Name != "" {
			names = append(names, c.Name)
		}
	}
	if len(s.Carriers) > 0 && a.Carrier != "" && !slices.Contains(names, a.Carrier) {
		at.Key("carrier").Wrong(unit.Quote(a.Carrier), MeantCarrier(a.Carrier, names))
	}
}

// MeantCarrier is which carriers there are by name, for the error about another.
func MeantCarrier(name string, names []string) string {
	if len(names) == 0 {
		return "no name: the scenario has one carrier; several stand in carriers"
	}
	return "a carrier of the scenario: " + unit.Meant(name, names)
}
