package hunt

import (
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// runSeed is the seed of every run: a find is a scenario, and this.
const runSeed = 1

// mostTaken is how many events a run may take: a tenth of a second on one core. Where strategies
// wait for a throttle of hours, looking each few milliseconds, nobody knows what a run comes to.
const mostTaken = 200_000

// A Subject is what is hunted.
type Subject struct {
	Strategy spec.Strategy
	Between  world.Between // before the carrier, in tests of what a hunt finds; nil: nothing
}

func (s *Subject) run(of *scenarios.Scenario) world.Run {
	return world.Run{
		Scenario: of, Strategy: s.Strategy, Seed: runSeed, Between: s.Between, MostEvents: mostTaken,
	}
}

// clairvoyant is the bound beside a subject: before the same carrier.
func (s *Subject) clairvoyant() *Subject {
	with, err := spec.Lookup("clairvoyant")
	if err != nil {
		panic(err) // it is in the catalogue
	}
	return &Subject{with, s.Between}
}
