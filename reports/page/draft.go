package page

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/reports/storm"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Draft is a chapter of a report on its way: its runs are carried out in any order, by several
// goroutines, each of which writes to its own place.
type Draft struct {
	Scenario *scenarios.Scenario
	Jobs     []Job
	Store    study.Store // of Contestants; nil: nothing is kept
	reading  string      // under which figures are taken
	seed     uint64
	all      []spec.Strategy
	readings []string // under which verdicts are shown
	missing  atomic.Int64
}

// A Job is the runs of one strategy of a draft, one under each reading.
type Job struct {
	Draft    *Draft
	strategy spec.Strategy
	result   *result
}

// A result is what a Job leaves; nil fields where a run failed, or was not asked for.
type result struct {
	verdicts []*measure.Outcome // by the draft's readings
	tally    *measure.Tally     // under the draft's reading alone
	timeline *reports.Timeline
	ban      *lineage.Ban
	losses   *lineage.Losses
	storm    *storm.Storm // of those that are watched
}

// Contestants tells what a contestant of the draft names.
func (d *Draft) Contestants(c study.Contestant) (*scenarios.Scenario, spec.Strategy, error) {
	i := slices.IndexFunc(d.all, func(s spec.Strategy) bool { return s.Name == c.Strategy })
	if i < 0 || c.Scenario != d.Scenario.Name {
		return nil, spec.Strategy{}, fmt.Errorf("%s is not of this chapter", c)
	}
	return d.Scenario, d.all[i], nil
}

// Strategies returns what is run.
func (d *Draft) Strategies() []spec.Strategy { return d.all }

// watched are the strategies whose storms a page shows: what everyone begins with, and what ends
// the trouble.
var watched = []string{"naive", "recommended"}

// Storms are those of the draft's runs that were carried out.
func (d *Draft) Storms() []Storm {
	var all []Storm
	for _, j := range d.Jobs {
		if j.result.storm != nil && j.result.tally != nil {
			all = append(all, Storm{
				Scenario: d.Scenario.Name, Strategy: j.strategy.Name, Data: j.result.storm.Data(),
			})
		}
	}
	return all
}

// NewDraft is the draft of these strategies in a scenario: under a reading, of which charts and
// figures are, and under the named ones, whose verdicts are shown.
func NewDraft(
	s *scenarios.Scenario, reading string, all []spec.Strategy, named []string, seed uint64,
) *Draft {
	d := &Draft{Scenario: s, reading: reading, seed: seed, all: all, readings: named}
	for _, strategy := range all {
		d.Jobs = append(d.Jobs, Job{d, strategy, &result{
			verdicts: make([]*measure.Outcome, len(named)),
		}})
	}
	d.missing.Store(int64(len(d.Jobs)))
	return d
}

// Runs is how many runs the draft tells of: one of each strategy under each reading.
func (d *Draft) Runs() int {
	n := len(d.readings)
	if !slices.Contains(d.readings, d.reading) {
		n++
	}
	return n * len(d.all)
}

// mostLosses is how many lost sessions charts mark (assumed: more would hide one another).
const mostLosses = 100

// Run carries the job out: under the draft's reading first, of which alone there are more folds
// than the Tally, so that it is carried out whatever is kept, and under those of the others that
// this run does not answer as well, as the store has them. The error is of the runs that failed;
// the others stand.
func (j *Job) Run() error {
	failed := j.draw()
	var places []int // of the others
	var others []study.Cell
	for i, reading := range j.Draft.readings {
		if j.result.verdicts[i] == nil && reading != j.Draft.reading {
			places, others = append(places, i), append(others, j.cell(reading))
		}
	}
	if len(others) == 0 {
		return failed
	}
	results, err := study.Fetch(others, func(cells []study.Cell) ([]*measure.Outcome, error) {
		return study.Run(cells, j.Draft.Scenario, j.strategy, measure.Everything)
	}, j.Draft.Store)
	for k := range results {
		j.result.verdicts[places[k]] = results[k].Outcome
	}
	return errors.Join(failed, err)
}

// cell is the job's run under a reading.
func (j *Job) cell(reading string) study.Cell {
	return study.Cell{Seed: j.Draft.seed, Contestant: study.Contestant{
		Scenario: j.Draft.Scenario.Name, Reading: reading, Strategy: j.strategy.Name,
	}}
}

// draw carries out the run that is drawn.
func (j *Job) draw() error {
	s := j.Draft.Scenario
	first := lineage.NewFirst(s, j.strategy.Name)
	timeline := reports.NewTimeline(s.Course(s.Lasts(), j.strategy.Name))
	losses := lineage.NewLosses(s, j.strategy.Name, mostLosses)
	folds := []measure.Fold{timeline, first, losses}
	if slices.Contains(watched, j.strategy.Name) {
		j.result.storm = storm.New(s)
		folds = append(folds, j.result.storm)
	}
	var places []int // of others among the draft's readings
	var others []string
	for i, reading := range j.Draft.readings {
		if reading != j.Draft.reading {
			places, others = append(places, i), append(others, reading)
		}
	}
	tally, outcomes, err := world.Run{
		Scenario: s, Strategy: j.strategy, Reading: j.Draft.reading, Seed: j.Draft.seed,
	}.Beside(others, folds...)
	if err != nil {
		return err
	}
	j.result.tally, j.result.timeline = tally, timeline
	j.result.losses, j.result.ban = losses, first.First()
	for k, i := range places {
		j.result.verdicts[i] = outcomes[k]
	}
	own := tally.Outcome // without the tally, which is large
	if i := slices.Index(j.Draft.readings, j.Draft.reading); i >= 0 {
		j.result.verdicts[i] = &own
	}
	return j.tell(append(others, j.Draft.reading), append(outcomes, &own))
}

// tell tells the store what the run that is drawn came to under readings; nil where it does not
// say.
func (j *Job) tell(readings []string, outcomes []*measure.Outcome) error {
	for i, o := range outcomes {
		if j.Draft.Store == nil || o == nil {
			continue
		}
		judged := *o
		study.Judge(j.Draft.Scenario, &judged)
		r := study.Result{Cell: j.cell(readings[i]), Outcome: &judged}
		if err := j.Draft.Store.Tell(&r); err != nil {
			return err
		}
	}
	return nil
}

// Kept is the outcome of the run that the draft carried out of a cell of its scenario; nil where it
// has none.
func (d *Draft) Kept(c study.Cell) *measure.Outcome {
	i := slices.Index(d.readings, c.Reading)
	if c.Seed != d.seed || i < 0 {
		return nil
	}
	for _, j := range d.Jobs {
		if o := j.result.verdicts[i]; o != nil && j.strategy.Name == c.Strategy {
			kept := *o
			study.Judge(d.Scenario, &kept)
			return &kept
		}
	}
	return nil
}

// Keep is told of the runs of a study that the draft has none of: it does not need them.
func (d *Draft) Keep(*study.Result) error { return nil }

// Finished takes note of the end of one job, and returns the chapter if that was the last.
func (d *Draft) Finished() *reports.Chapter {
	if d.missing.Add(-1) > 0 {
		return nil
	}
	c := &reports.Chapter{Scenario: d.Scenario, Reading: d.reading, Seed: d.seed}
	for _, j := range d.Jobs {
		if j.result.tally == nil {
			continue
		}
		c.Contestants = append(c.Contestants, reports.Contestant{
			Strategy: j.strategy.Name, About: reports.Opening(j.strategy.About),
			Tally: j.result.tally, Timeline: j.result.timeline, FirstBan: j.result.ban,
			Losses: j.result.losses, Verdicts: slices.DeleteFunc(slices.Clone(j.result.verdicts),
				func(o *measure.Outcome) bool { return o == nil }),
		})
	}
	return c
}
