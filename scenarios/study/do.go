package study

import (
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Do carries out the run of a cell, whose scenario is s and whose strategy is c. The error is that
// of scenarios.Run.
func Do(s *scenarios.Scenario, c spec.Strategy, cell Cell) (measure.Outcome, error) {
	tally, err := world.Run{
		Scenario: s, Strategy: c, Reading: cell.Reading, Seed: cell.Seed,
	}.Do()
	if err != nil {
		return measure.Outcome{}, err
	}
	o := tally.Outcome
	o.Judged = s.Judges(&o)
	for _, u := range s.Unmet(tally) {
		o.Unmet = append(o.Unmet, u.Expectation)
	}
	return o, nil
}
