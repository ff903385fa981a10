package study

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Contestant is a strategy in a scenario under a reading; its seeds are its replications.
type Contestant struct {
	Scenario string `json:"scenario"`
	Reading  string `json:"reading"`
	Strategy string `json:"strategy"`
}

func (c Contestant) String() string {
	return fmt.Sprintf("%s with %s, reading %s", c.Scenario, c.Strategy, c.Reading)
}

// A Cell is one run of a study.
type Cell struct {
	Seed uint64 `json:"seed"`
	Contestant
}

func (c Cell) String() string { return fmt.Sprintf("%s, seed %d", c.Contestant, c.Seed) }

// Run is what a Runner does, of cells whose scenario is s and whose strategy is with, and of which
// so much is asked.
func Run(
	cells []Cell, s *scenarios.Scenario, with spec.Strategy, ask measure.Asked,
) ([]*measure.Outcome, error) {
	run := world.Run{
		Scenario: s, Strategy: with, Reading: cells[0].Reading, Seed: cells[0].Seed,
	}
	var others []string
	for _, c := range cells[1:] {
		others = append(others, c.Reading)
	}
	if ask == measure.BansAlone {
		return run.FirstBans(others)
	}
	tally, outcomes, err := run.Beside(others)
	if err != nil {
		return nil, err
	}
	o := tally.Outcome // without the tally, which is large
	outcomes = append([]*measure.Outcome{&o}, outcomes...)
	for _, o := range outcomes {
		if o != nil {
			Judge(s, o)
		}
	}
	return outcomes, nil
}

// Judge adds what the scenario says of a run to its outcome, which depends on it in nothing else.
// Of a run that was asked for less than everything it says nothing.
func Judge(s *scenarios.Scenario, o *measure.Outcome) {
	if o.Asked != measure.Everything {
		o.Judged, o.Unmet = false, nil
		return
	}
	o.Judged, o.Unmet = s.Judges(o), nil
	for _, u := range s.Unmet(o) {
		o.Unmet = append(o.Unmet, u.Expectation)
	}
}

// A Result is what became of a cell. Its fields are zero for a cell that was not run.
type Result struct {
	Cell
	Outcome  *measure.Outcome
	Error    string // the first line of it
	Needless bool   // it need not be run, for the verdict on its contestant is settled
}

// Done reports whether the cell was run, even if it failed, or need not be.
func (r *Result) Done() bool { return r.Outcome != nil || r.Error != "" || r.Needless }
