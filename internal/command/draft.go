package command

import (
	"slices"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/page"
	"github.com/tokenstorm/tokenstorm/reports/storm"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A draft is a chapter of a report on its way: its runs are carried out in any order, by several
// goroutines, each of which writes to its own place.
type draft struct {
	scenario *scenarios.Scenario
	seed     uint64
	all      []spec.Strategy
	jobs     []job
	missing  atomic.Int64
}

// A job is one run of a draft.
type job struct {
	draft    *draft
	strategy spec.Strategy
	reading  string
	result   *result
}

// A result is what a job leaves; nil fields where it failed, or was not to tell.
type result struct {
	verdict  *reports.Verdict
	tally    *measure.Tally // under the scenario's own reading alone
	timeline *reports.Timeline
	ban      *reports.FirstBan
	storm    *storm.Storm // of those that are watched
}

// watched are the strategies whose storms a page shows: what everyone begins with, and what ends
// the trouble.
var watched = []string{"naive", "recommended"}

// storms are those of the draft's runs that were carried out.
func (d *draft) storms() []page.Storm {
	var all []page.Storm
	for _, j := range d.jobs {
		if j.result.storm != nil && j.result.tally != nil {
			all = append(all, page.Storm{
				Scenario: d.scenario.Name, Strategy: j.strategy.Name, Data: j.result.storm.Data(),
			})
		}
	}
	return all
}

func newDraft(s *scenarios.Scenario, all []spec.Strategy, seed uint64) *draft {
	d := &draft{scenario: s, seed: seed, all: all}
	readings := namedReadings
	if !slices.Contains(readings, s.Carrier.Reading) {
		readings = append(slices.Clone(readings), s.Carrier.Reading)
	}
	for _, strategy := range all {
		for _, reading := range readings {
			d.jobs = append(d.jobs, job{d, strategy, reading, &result{}})
		}
	}
	d.missing.Store(int64(len(d.jobs)))
	return d
}

// run carries the job out. Only under the scenario's own reading are more folds than the Tally
// needed.
func (j *job) run() error {
	s := j.draft.scenario
	own := j.reading == s.Carrier.Reading
	var folds []measure.Fold
	if own {
		j.result.timeline = reports.NewTimeline(time.Duration(s.Length), s.Fleet.PublicIPs)
		j.result.ban = reports.NewFirstBan()
		folds = []measure.Fold{j.result.timeline, j.result.ban}
		if slices.Contains(watched, j.strategy.Name) {
			j.result.storm = storm.New(s)
			folds = append(folds, j.result.storm)
		}
	}
	tally, err := world.Run{
		Scenario: s, Strategy: j.strategy, Reading: j.reading, Seed: j.draft.seed,
	}.Do(folds...)
	if err != nil {
		return err
	}
	if own {
		j.result.tally = tally
	}
	if slices.Contains(namedReadings, j.reading) {
		verdict := reports.VerdictOf(&tally.Summary)
		j.result.verdict = &verdict
	}
	return nil
}

// finished takes note of the end of one job, and returns the chapter if that was the last.
func (d *draft) finished() *reports.Chapter {
	if d.missing.Add(-1) > 0 {
		return nil
	}
	c := &reports.Chapter{Scenario: d.scenario, Reading: d.scenario.Carrier.Reading, Seed: d.seed}
	readings := len(d.jobs) / len(d.all)
	for jobs := range slices.Chunk(d.jobs, readings) {
		k := reports.Contestant{
			Strategy: jobs[0].strategy.Name, About: reports.Opening(jobs[0].strategy.About),
		}
		for _, j := range jobs {
			if j.result.tally != nil {
				k.Tally, k.Timeline, k.FirstBan = j.result.tally, j.result.timeline, j.result.ban
			}
			if j.result.verdict != nil {
				k.Verdicts = append(k.Verdicts, *j.result.verdict)
			}
		}
		if k.Tally != nil {
			c.Contestants = append(c.Contestants, k)
		}
	}
	return c
}
