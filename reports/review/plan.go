package review

import (
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Plan is all that the questions need, each study once.
type Plan struct {
	first     uint64
	seeds     int
	questions []question
	stages    []*stage
	searches  []*search
}

// A stage is the study of one scene.
type stage struct {
	scene    scene
	scenario *scenarios.Scenario
	study    *study.Study
}

// NewPlan plans a review of so many seeds, beginning with first. bases names the scenarios of the
// catalogue that it may rest on; questions that need others are left out, and nil means all. The
// error is of seeds that make no study.
func NewPlan(first uint64, seeds int, bases []string) (*Plan, error) {
	if seeds < 1 {
		return nil, fmt.Errorf("%d seeds; meant at least one, and 72 to show a ban to be rarer than "+
			"5 %%", seeds)
	}
	p := &Plan{first: first, seeds: seeds}
	for _, q := range questions() {
		if bases != nil && !q.restsOn(bases) {
			continue
		}
		p.questions = append(p.questions, q)
		for _, n := range q.needs {
			if err := p.addStage(n); err != nil {
				return nil, fmt.Errorf("review: %w", err)
			}
		}
		for _, s := range q.searches {
			if err := p.addSearch(s); err != nil {
				return nil, fmt.Errorf("review: %w", err)
			}
		}
	}
	nothing := func(int, func(i int)) {}
	for _, s := range p.stages {
		var err error // of the plan
		if s.study, err = s.study.Header.Execute(nil, nothing); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// find is the stage of a scene, nil where no question asked for it.
func (p *Plan) find(s scene) *stage {
	for _, t := range p.stages {
		if t.scene.name() == s.name() {
			return t
		}
	}
	return nil
}

// addStage adds what a need asks for to the study of its scene.
func (p *Plan) addStage(n need) error {
	t := p.find(n.scene)
	if t == nil {
		s, err := n.scenario()
		if err != nil {
			return err
		}
		header := study.NewHeader("", study.Plan{
			Scenarios: []string{s.Name}, First: p.first, Seeds: p.seeds,
		}, study.Shard{})
		t = &stage{n.scene, s, &study.Study{Header: header}}
		p.stages = append(p.stages, t)
	}
	of := &t.study.Plan
	of.Strategies = union(of.Strategies, n.strategies)
	of.Readings = union(of.Readings, n.readings)
	return nil
}

func union(a, b []string) []string {
	for _, name := range b {
		if !slices.Contains(a, name) {
			a = append(slices.Clip(a), name)
		}
	}
	return a
}

// Empty reports whether no question can be answered.
func (p *Plan) Empty() bool { return len(p.questions) == 0 }

// Runs is how many runs the studies have. Those of the searches for frontiers are not known before.
func (p *Plan) Runs() int {
	n := 0
	for _, s := range p.stages {
		n += len(s.study.Cells())
	}
	return n
}

// Run carries the plan out. parallel calls do(0) to do(n-1), at the same time if it likes, or
// leaves out those it cannot wait for, as study.Execute says; what names the part under way. The
// error is that of a plan that cannot be carried out.
func (p *Plan) Run(parallel func(what string, n int, do func(i int))) error {
	all := map[string]spec.Strategy{}
	for _, s := range p.stages {
		for _, name := range s.study.Plan.Strategies {
			c, err := spec.Lookup(name)
			if err != nil {
				return fmt.Errorf("review: %w", err)
			}
			all[name] = c
		}
	}
	for i, s := range p.stages {
		what := fmt.Sprintf("study %d of %d", i+1, len(p.stages))
		done, err := s.study.Header.Execute(func(cells []study.Cell) ([]*measure.Outcome, error) {
			return study.Run(cells, s.scenario, all[cells[0].Strategy])
		}, func(n int, do func(i int)) { parallel(what, n, do) })
		if err != nil {
			return fmt.Errorf("review: %w", err)
		}
		s.study = done
	}
	p.bisect(parallel)
	return nil
}

// finished reports whether every cell of the study was run.
func (s *stage) finished() bool { return s.study.Missing() == 0 }

// missing counts the cells and searches that were not carried out.
func (p *Plan) missing() (n int) {
	for _, s := range p.stages {
		n += s.study.Missing()
	}
	for _, s := range p.searches {
		for _, edge := range s.edges {
			if edge == nil {
				n++
			}
		}
	}
	return n
}

// Failure is the first run that failed; nil where none did.
func (p *Plan) Failure() error {
	for _, err := range p.failures() {
		return err
	}
	return nil
}

func (p *Plan) failures() (all []error) {
	for _, s := range p.stages {
		for _, r := range s.study.Failures() {
			all = append(all, fmt.Errorf("review: %s: %s", r.Cell, r.Error))
		}
	}
	for _, s := range p.searches {
		for _, edge := range s.edges {
			if edge != nil && edge.err != nil {
				all = append(all, fmt.Errorf("review: %s: %w", s.title, edge.err))
			}
		}
	}
	return all
}

// Review makes the answers of what was carried out; questions whose studies were not finished are
// left out. command repeats the review, and line makes a command line of words.
func (p *Plan) Review(command, version string, line func(words ...string) string) *Review {
	r := &Review{
		Format: Format, Command: command, Version: version, FirstSeed: p.first, Seeds: p.seeds,
		Missing: p.missing(), Failures: len(p.failures()), RareMode: study.RareMode(p.seeds),
		Answers: []Answer{}, Scenarios: []ScenarioStudy{}, Capacity: []Capacity{},
		Recommendation: Recommendation{Verdict: study.Inconclusive.String(), Tied: []string{}},
	}
	for _, q := range p.questions {
		if !p.has(&q) {
			continue
		}
		a := q.answer(p)
		a.ID, a.Title, a.Question = q.id, q.title, q.text
		a.Commands = p.commands(&q, line)
		r.Answers = append(r.Answers, a)
		if q.id == "Q8" {
			r.Recommendation = p.recommended()
		}
	}
	for _, s := range headlines {
		if t := p.find(s); t != nil && t.finished() {
			r.Scenarios = append(r.Scenarios, t.matrix(line))
		}
	}
	for _, s := range p.searches {
		if s.finished() {
			r.Capacity = append(r.Capacity, s.capacity(line))
		}
	}
	return r
}

// has reports whether all that a question needs was carried out.
func (p *Plan) has(q *question) bool {
	return !slices.ContainsFunc(q.needs, func(n need) bool { return !p.find(n.scene).finished() }) &&
		!slices.ContainsFunc(q.searches, func(s *search) bool { return !s.finished() })
}
