package page

import (
	"slices"
	"sync/atomic"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/reports/storm"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Draft is a chapter of a report on its way: its runs are carried out in any order, by several
// goroutines, each of which writes to its own place.
type Draft struct {
	Scenario *scenarios.Scenario
	Jobs     []Job
	reading  string // under which figures are taken
	seed     uint64
	all      []spec.Strategy
	readings []string // under which verdicts are shown
	missing  atomic.Int64
}

// A Job is one run of a draft.
type Job struct {
	Draft    *Draft
	strategy spec.Strategy
	reading  string
	result   *result
}

// A result is what a Job leaves; nil fields where it failed, or was not asked for.
type result struct {
	verdict  *measure.Outcome
	tally    *measure.Tally // under the draft's reading alone
	timeline *reports.Timeline
	ban      *lineage.Ban
	losses   *lineage.Losses
	storm    *storm.Storm // of those that are watched
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
	readings := named
	if !slices.Contains(readings, reading) {
		readings = append(slices.Clone(readings), reading)
	}
	for _, strategy := range all {
		for _, reading := range readings {
			d.Jobs = append(d.Jobs, Job{d, strategy, reading, &result{}})
		}
	}
	d.missing.Store(int64(len(d.Jobs)))
	return d
}

// mostLosses is how many lost sessions charts mark (assumed: more would hide one another).
const mostLosses = 100

// Run carries the job out. Only under the draft's reading are more folds than the Tally needed.
func (j *Job) Run() error {
	s := j.Draft.Scenario
	own := j.reading == j.Draft.reading
	first := lineage.NewFirst(s, j.strategy.Name)
	var folds []measure.Fold
	if own {
		j.result.timeline = reports.NewTimeline(s.Course(s.Lasts(), j.strategy.Name))
		j.result.losses = lineage.NewLosses(s, j.strategy.Name, mostLosses)
		folds = []measure.Fold{j.result.timeline, first, j.result.losses}
		if slices.Contains(watched, j.strategy.Name) {
			j.result.storm = storm.New(s)
			folds = append(folds, j.result.storm)
		}
	}
	tally, err := world.Run{
		Scenario: s, Strategy: j.strategy, Reading: j.reading, Seed: j.Draft.seed,
	}.Do(folds...)
	if err != nil {
		return err
	}
	if own {
		j.result.tally, j.result.ban = tally, first.First()
	}
	if slices.Contains(j.Draft.readings, j.reading) {
		outcome := tally.Outcome // without the tally, which is large
		j.result.verdict = &outcome
	}
	return nil
}

// Finished takes note of the end of one job, and returns the chapter if that was the last.
func (d *Draft) Finished() *reports.Chapter {
	if d.missing.Add(-1) > 0 {
		return nil
	}
	c := &reports.Chapter{Scenario: d.Scenario, Reading: d.reading, Seed: d.seed}
	readings := len(d.Jobs) / len(d.all)
	for jobs := range slices.Chunk(d.Jobs, readings) {
		k := reports.Contestant{
			Strategy: jobs[0].strategy.Name, About: reports.Opening(jobs[0].strategy.About),
		}
		for _, j := range jobs {
			if j.result.tally != nil {
				k.Tally, k.Timeline, k.FirstBan = j.result.tally, j.result.timeline, j.result.ban
				k.Losses = j.result.losses
			}
			if j.result.verdict != nil {
				k.Verdicts = append(k.Verdicts, j.result.verdict)
			}
		}
		if k.Tally != nil {
			c.Contestants = append(c.Contestants, k)
		}
	}
	return c
}
