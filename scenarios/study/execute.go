package study

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Runner runs the first of cells that differ by their readings alone. It returns an outcome for
// the first, and for others whose runs it knows to be the same; nil for those that it must run for
// themselves. The error is that of the first.
type Runner func(cells []Cell) ([]*measure.Outcome, error)

// Each is the Runner that runs every cell for itself.
func Each(run func(Cell) (measure.Outcome, error)) Runner {
	return func(cells []Cell) ([]*measure.Outcome, error) {
		o, err := run(cells[0])
		outcomes := make([]*measure.Outcome, len(cells))
		outcomes[0] = &o
		return outcomes, err
	}
}

// Execute carries out the cells that no keeper has, and returns the study in the order of its
// cells. Keepers are asked in their order, and told in their order of the cells that they did not
// have.
//
// parallel calls do(0) to do(n-1), at the same time if it likes, or leaves out those it cannot
// wait for: their cells are then missing. It may return while calls are under way; what they come
// to is dropped. Each runs the cells of one scenario, strategy and seed; an error or a panic is
// kept as the cell's, by its first line alone, for what follows, such as a stack, differs from run
// to run.
//
// The error is that of a plan that cannot be carried out, or of a keeper: then the study is there
// all the same.
func (h Header) Execute(
	run Runner, parallel func(n int, do func(i int)), keepers ...Keeper,
) (*Study, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	cells := h.Cells()
	x := &execution{keepers: keepers, runner: run}
	x.study = &Study{Header: h, Results: make([]Result, len(cells))}
	for i, c := range cells {
		x.study.Results[i].Cell = c
	}
	if h.Plan.Settles() {
		x.settle(parallel)
		return x.study, x.err
	}
	if h.Plan.Precision == nil {
		x.run(len(cells), parallel)
		return x.study, x.err
	}
	for seeds := range h.Plan.Precision.batches(h.Plan.Seeds) {
		x.run(seeds*len(h.Plan.Contestants()), parallel)
		so := x.study.first(seeds)
		if so.Missing() > 0 {
			break
		}
		if h.Plan.Precision.met(so) {
			return so, x.err
		}
	}
	return x.study, x.err
}

// first is the study of its first seeds alone.
func (s *Study) first(seeds int) *Study {
	f := *s
	f.Plan.Seeds = seeds
	f.Results = s.Results[:seeds*len(s.Plan.Contestants())]
	return &f
}

// An execution is a study under way.
type execution struct {
	study   *Study
	keepers keeping
	runner  Runner

	mu   sync.Mutex // cells finish on several cores
	over bool       // results that come now are too late
	err  error      // the keepers' first
}

// run runs those of the first n cells that are not done, and that no keeper has.
func (x *execution) run(n int, parallel func(n int, do func(i int))) {
	type alike struct {
		scenario, strategy string
		seed               uint64
	}
	var groups [][]*Result
	at := map[alike]int{}
	for i := range x.study.Results[:n] {
		r := &x.study.Results[i]
		if r.Done() {
			continue
		}
		if kept, tell := x.keepers.kept(r.Cell); kept.Done() {
			x.keep(r, kept, tell)
			continue
		}
		of := alike{r.Scenario, r.Strategy, r.Seed}
		if _, is := at[of]; !is {
			at[of] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[of]] = append(groups[at[of]], r)
	}
	if len(groups) == 0 {
		return
	}
	parallel(len(groups), func(i int) { x.group(groups[i]) })
	x.mu.Lock()
	defer x.mu.Unlock()
	x.over = slices.ContainsFunc(x.study.Results[:n], func(r Result) bool { return !r.Done() })
}

// group runs cells that differ by their readings alone, and keeps what became of each.
func (x *execution) group(missing []*Result) {
	for len(missing) > 0 {
		cells := make([]Cell, len(missing))
		for i, r := range missing {
			cells[i] = r.Cell
		}
		var rest []*Result
		for i, r := range x.results(cells) {
			switch {
			case !r.Done():
				rest = append(rest, missing[i])
			case !x.keep(missing[i], r, x.keepers):
				return
			}
		}
		missing = rest
	}
}

// keep notes what became of a cell, and tells keepers, unless it is too late.
func (x *execution) keep(at *Result, r Result, tell keeping) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.over {
		return false
	}
	if x.err == nil {
		x.err = tell.keep(&r)
	}
	*at = x.study.folded(r)
	return true
}

// results runs the first of cells; of those that need a run of their own the Result is not done.
func (x *execution) results(cells []Cell) (results []Result) {
	for _, c := range cells {
		results = append(results, Result{Cell: c})
	}
	defer func() {
		if p := recover(); p != nil {
			results[0].Error = firstLine(fmt.Sprintf("panic: %v", p))
		}
	}()
	outcomes, err := x.runner(cells)
	if err != nil {
		results[0].Error = firstLine(err.Error())
		return results
	}
	for i, o := range outcomes {
		results[i].Outcome = o
	}
	return results
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if line = strings.ToValidUTF8(strings.TrimSpace(line), "?"); line == "" {
		return "an error without words"
	}
	return line
}
