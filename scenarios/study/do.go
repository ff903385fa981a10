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
	liveness := NewLiveness(s)
	run := world.Run{Scenario: s, Strategy: c, Reading: cell.Reading, Seed: cell.Seed}
	tally, err := run.Do(liveness)
	if err != nil {
		return measure.Outcome{}, err
	}
	o := tally.Outcome()
	o.Recovery = liveness.Recovery()
	o.Judged = s.Judges(&tally.Summary)
	for _, u := range s.Unmet(tally) {
		o.Unmet = append(o.Unmet, u.Expectation)
	}
	o.Run = nil // as a file keeps it
	return o, nil
}
