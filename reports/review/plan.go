package review

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Plan is all that the questions need, each study once.
type Plan struct {
	Request
	questions []question
	stages    []*stage
	searches  []*search
}

// A stage is the study of one scene.
type stage struct {
	scene    scene
	scenario *scenarios.Scenario
	study    *study.Study
	decide   []harm // what decides, once it was asked for
}

// A Request is what a review is asked for.
type Request struct {
	First uint64 // the first seed
	Seeds int    // of each study
	Order study.Order
	// Version is the program's, as studies have it.
	Version string
	// Own are the scenarios that were named. Each has a question of its own, and questions of the
	// design review that need others are left out; none means all of those.
	Own []Own
	// Keep finds who keeps the cells of a study, which is run so; nil: nobody.
	Keep func(*study.Header, Contestants, study.Runner) ([]study.Keeper, error)
	// KeepSearch finds who keeps the runs of a search, of which so much is asked; nil: nobody.
	KeepSearch func(Contestants, measure.Asked) study.Store
}

// Contestants tell the scenario and the strategy of a contestant.
type Contestants = func(study.Contestant) (*scenarios.Scenario, spec.Strategy, error)

// questions are those that the request is for.
func (r *Request) questions() (all []question) {
	var bases []string
	for i := range r.Own {
		all, bases = append(all, r.Own[i].question(i+1)), append(bases, r.Own[i].Typed)
	}
	for _, q := range questions() {
		if len(bases) == 0 || q.restsOn(bases) {
			all = append(all, q)
		}
	}
	return all
}

// NewPlan plans a review. The error is of seeds that make no study.
func NewPlan(r Request) (*Plan, error) {
	if r.Seeds < 1 {
		return nil, fmt.Errorf("%d seeds; meant at least one, and 72 to show a ban to be rarer than "+
			"5 %%", r.Seeds)
	}
	p := &Plan{Request: r}
	for _, q := range r.questions() {
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

// isHeadline reports whether the review shows the scene as a whole.
func (s scene) isHeadline() bool {
	return slices.ContainsFunc(headlines, func(h scene) bool { return h.name() == s.name() })
}

// find is the stage of a scene, nil where no question asked for it.
func (p *Plan) find(s scene) *stage {
	for _, t := range p.stages {
		if t.scene.name() == s.name() && t.scene.own == s.own {
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
		plan := study.Plan{
			Scenarios: []string{s.Name}, First: p.First, Seeds: p.Seeds, Ask: n.ask,
		}
		if n.own != nil {
			if plan, err = n.own.plan(plan); err != nil {
				return err
			}
		}
		header := study.NewHeader(p.Version, plan, study.Shard{})
		t = &stage{scene: n.scene, scenario: s, study: study.New(header)}
		p.stages = append(p.stages, t)
	}
	of := &t.study.Plan
	if n.ask == measure.Everything || n.isHeadline() {
		of.Ask = measure.Everything
	}
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

// Own are the studies of the scenarios that were named, in their order.
func (p *Plan) Own() (all []*study.Study) {
	for _, s := range p.stages {
		if s.scene.own != nil {
			all = append(all, s.study)
		}
	}
	return all
}

// Runs is how many runs the studies have. Those of the searches for frontiers are not known before.
func (p *Plan) Runs() int {
	n := 0
	for _, s := range p.stages {
		n += s.study.Len()
	}
	return n
}

// Run carries the plan out, its studies and searches side by side. parallel calls do(0) to do(n-1),
// at the same time if it likes, or leaves out those it cannot wait for, as study.Execute says. The
// error is that of a plan that cannot be carried out.
func (p *Plan) Run(parallel func(n int, do func(i int))) error {
	errs := make([]error, len(p.stages))
	all := []*underway{start(p.bisect)} // none of the searches, which take longest, is left to the end
	for i, s := range p.stages {
		all = append(all, start(func(parallel func(n int, do func(i int))) {
			errs[i] = s.execute(p.Keep, parallel)
		}))
	}
	defer func() {
		for _, u := range all {
			u.stop()
		}
	}()
	for {
		var jobs []func()
		for _, u := range all {
			jobs = u.appendJobs(jobs)
		}
		if err := cmp.Or(errs...); err != nil || len(jobs) == 0 {
			return err
		}
		parallel(len(jobs), func(i int) { jobs[i]() })
	}
}

// An underway is work that waits for its runs each time that it calls parallel.
type underway struct {
	next func() (batch, bool)
	stop func()
}

// A batch is the runs that are waited for.
type batch struct {
	n  int
	do func(i int)
}

func start(work func(parallel func(n int, do func(i int)))) *underway {
	next, stop := iter.Pull(func(yield func(batch) bool) {
		work(func(n int, do func(i int)) { yield(batch{n, do}) })
	})
	return &underway{next, stop}
}

// appendJobs lets the work go on, whose runs have been waited for, and adds those that it waits for
// now, if it has not ended.
func (u *underway) appendJobs(jobs []func()) []func() {
	b, _ := u.next()
	for i := range b.n {
		jobs = append(jobs, func() { b.do(i) })
	}
	return jobs
}

// execute carries the study out.
func (s *stage) execute(
	keep func(*study.Header, Contestants, study.Runner) ([]study.Keeper, error),
	parallel func(n int, do func(i int)),
) (err error) {
	var keepers []study.Keeper
	if keep != nil {
		keepers, err = keep(&s.study.Header, s.contestant, s.run)
	}
	var done *study.Study
	if err == nil {
		done, err = s.study.Header.Execute(s.run, parallel, keepers...)
	}
	if err == nil {
		err = done.Tabulate()
	}
	if err != nil {
		return fmt.Errorf("review: %w", err)
	}
	s.study = done
	return nil
}

// run is the Runner of the study.
func (s *stage) run(cells []study.Cell) ([]*measure.Outcome, error) {
	_, strategy, err := s.contestant(cells[0].Contestant)
	if err != nil {
		return nil, err
	}
	return study.Run(cells, s.scenario, strategy, s.study.Plan.Ask.OfRuns())
}

// contestant is the scenario of the scene, and one of its strategies.
func (s *stage) contestant(c study.Contestant) (*scenarios.Scenario, spec.Strategy, error) {
	strategy, err := s.strategy(c.Strategy)
	return s.scenario, strategy, err
}

// strategy is one of those that run in the scene.
func (s *stage) strategy(name string) (spec.Strategy, error) {
	if s.scene.own != nil {
		return s.scene.own.strategy(name)
	}
	return spec.Lookup(name)
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

// Failure is the first run that failed, and how many did beside it; nil where none did.
func (p *Plan) Failure() error {
	failed := p.failures()
	switch n := len(failed); n {
	case 0:
		return nil
	case 1:
		return failed[0]
	default:
		return fmt.Errorf("%w; failed as well: %s", failed[0], unit.Counted(n-1, "run"))
	}
}

func (p *Plan) failures() (all []error) {
	for _, s := range p.stages {
		if err := s.study.Err(); err != nil {
			all = append(all, fmt.Errorf("review: %w", err))
		}
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
		Command: command, Version: version, FirstSeed: p.First, Seeds: p.Seeds,
		Missing: p.missing(), Failures: len(p.failures()), RareMode: study.RareMode(p.Seeds),
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
	for _, t := range p.whole() {
		r.Scenarios = append(r.Scenarios, t.matrix(t.answer, p.Order, line))
	}
	for _, s := range p.searches {
		if s.finished() {
			r.Capacity = append(r.Capacity, s.capacity(line))
		}
	}
	return r
}

// A wholeStage is one that the review shows as a whole.
type wholeStage struct {
	*stage
	answer string // the ID of the one that it is; empty: a headline
}

// whole are those that were finished.
func (p *Plan) whole() (all []wholeStage) {
	for _, q := range p.questions {
		if q.own != nil && p.has(&q) {
			all = append(all, wholeStage{p.find(q.needs[0].scene), q.id})
		}
	}
	for _, s := range headlines {
		if t := p.find(s); t != nil && t.finished() {
			all = append(all, wholeStage{t, ""})
		}
	}
	return all
}

// Studies are those of the review's Scenarios, in their order.
func (p *Plan) Studies() (all []*study.Study) {
	for _, t := range p.whole() {
		all = append(all, t.study)
	}
	return all
}

// has reports whether all that a question needs was carried out.
func (p *Plan) has(q *question) bool {
	return !slices.ContainsFunc(q.needs, func(n need) bool { return !p.find(n.scene).finished() }) &&
		!slices.ContainsFunc(q.searches, func(s *search) bool { return !s.finished() })
}
