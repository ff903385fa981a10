package world

import (
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Replay returns the Tally of a run that was carried out elsewhere, from what happened in it in
// order of time. It has no digest and no events, for it was not simulated.
func (r Run) Replay(records []measure.Record, folds ...measure.Fold) *measure.Tally {
	if r.Reading == "" {
		r.Reading = r.Scenario.Carrier.Reading
	}
	burst, average := r.Scenario.TokenLimits()
	t := measure.NewTally(r.end(), r.Scenario.Fleet.PublicIPs, burst, average)
	for i := range records {
		t.Add(&records[i])
		for _, f := range folds {
			f.Add(&records[i])
		}
	}
	t.Close()
	t.Scenario, t.Strategy, t.Reading, t.Seed = r.Scenario.Name, r.Strategy.Name, r.Reading, r.Seed
	t.VirtualSeconds = r.end().Seconds()
	return t
}
