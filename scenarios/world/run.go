package world

import (
	"cmp"
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Run is one scenario x strategy x reading x seed.
type Run struct {
	Scenario *scenarios.Scenario
	Strategy spec.Strategy
	Reading  string // as throttle.Parse reads it; empty: the scenario's own
	Seed     uint64

	Until time.Duration // the run stops here; 0: at the scenario's length
	Fork  *Fork         // what a replay leaves out; nil: nothing

	MostEvents uint64  // who takes more is broken off, with ErrTooLong; 0: as many as it takes
	Between    Between // before each carrier, for tests that a broken one is found; nil: nothing

	unbanned bool // the first carrier's readings ban nobody
	branches bool // the streams may begin anew
}

// Do carries the run out on virtual time, shows every record to folds, and returns its Tally. The
// error is a broken configuration, a strategy that panicked or blocked for real, or a broken
// invariant: then the figures are not to be trusted and none are returned.
func (r Run) Do(folds ...measure.Fold) (*measure.Tally, error) {
	tally, _, err := r.Beside(nil, folds...)
	return tally, err
}

// prepared returns the world of the run before anything has happened.
func (r Run) prepared() (*world, error) {
	r.Reading = r.reading()
	w, err := newWorld(r)
	if err != nil {
		return nil, fmt.Errorf("%s with %s: %w", r.Scenario.Name, r.Strategy.Name, err)
	}
	w.tally, w.checks = r.tally(), newChecks(w)
	return w, nil
}

// carryOut carries the run out, and finishes its Tally.
func (w *world) carryOut(folds []measure.Fold) error {
	w.folds = folds
	err := w.run()
	if err == nil {
		if err = w.checks.verdict(w.tally); err != nil {
			err = fmt.Errorf("broken invariant: %w", err)
		}
	}
	if err != nil {
		return fmt.Errorf("%s with %s, reading %s, seed %d: %w",
			w.Scenario.Name, w.Strategy.Name, w.Reading, w.Seed, err)
	}
	w.tally.Close()
	w.tally.Events, w.tally.Digest = w.sim.Events(), w.digest.String()
	return nil
}

// Replay returns the Tally of a run that was carried out elsewhere, from its records in order of
// time. It has no digest and no events, for it was not simulated.
func (r Run) Replay(records []measure.Record) *measure.Tally {
	t := r.tally()
	for i := range records {
		t.Add(&records[i])
	}
	t.Close()
	return t
}

// tally returns the Tally of the run before anything has happened.
func (r *Run) tally() *measure.Tally {
	r.Reading = r.reading()
	course := r.course()
	t := measure.NewTally(course)
	t.Scenario, t.Strategy, t.Reading, t.Seed = r.Scenario.Name, r.Strategy.Name, r.Reading, r.Seed
	t.VirtualSeconds = r.end().Seconds()
	return t
}

// reading is the one in force.
func (r *Run) reading() string { return cmp.Or(r.Reading, r.Scenario.Carrier.Reading) }

// course is what is known of the run before anything has happened.
func (r *Run) course() measure.Course {
	course := r.Scenario.Course(r.end(), r.Strategy.Name)
	all, _ := r.Scenario.CarriersUnder(r.Reading) // newWorld reports the error
	for i, of := range all {
		course.Carriers[i].Key = of.Rules.Key
	}
	return course
}

// end is when the run stops.
func (r *Run) end() time.Duration {
	if r.Until > 0 {
		return min(r.Until, r.Scenario.Lasts())
	}
	return r.Scenario.Lasts()
}
