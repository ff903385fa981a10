package command

import (
	"github.com/tokenstorm/tokenstorm/reports/page"
	"github.com/tokenstorm/tokenstorm/scenarios/graveyard"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// finds are what hunts found in what we ship, each run again.
func finds() (all []page.Find, err error) {
	healed, err := graveyard.Healed()
	if err != nil {
		return nil, err
	}
	for _, e := range healed {
		with, err := spec.Lookup(e.Strategy)
		if err != nil {
			return nil, err
		}
		tally, err := world.Run{Scenario: e.Scenario, Strategy: with, Seed: 1}.Do()
		if err != nil {
			return nil, err
		}
		all = append(all, page.Find{Strategy: e.Strategy, Scenario: e.Scenario, Run: tally.Outcome})
	}
	return all, nil
}
