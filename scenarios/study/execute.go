package study

import (
	"fmt"
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
	x := &execution{keepers: keepers, runner: run, study: New(h)}
	if h.Plan.Settles() {
		x.settle(parallel)
		return x.study, x.err
	}
	if h.Plan.Precision == nil {
		x.run(x.study.Len(), parallel)
		return x.study, x.err
	}
	for seeds := range h.Plan.Precision.batches(h.Plan.Seeds) {
		so := x.study.first(seeds)
		x.run(so.Len(), parallel)
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
	return &f
}

// An execution is a study under way.
type execution struct {
	study   *Study
	keepers keeping
	runner  Runner

	mu   sync.Mutex // cells finish on several cores
	over bool       // results that come now are too late
	err  error      // the first: of the keepers, or of the study's file
}

// run runs those of the first n cells that are not done, and that no keeper has.
func (x *execution) run(n int, parallel func(n int, do func(i int))) {
	kept := x.study.kept
	kept.reach(n)
	var groups []int32 // the first missing cell of each: there are at most mostCells
	for i := range n {
		if kept.place(i) != 0 {
			continue
		}
		if r, tell := x.keepers.kept(kept.cell(i)); r.Done() {
			x.keep(i, &r, tell)
		} else if x.missing(i)[0] == i {
			groups = append(groups, int32(i))
		}
	}
	if len(groups) == 0 {
		return
	}
	parallel(len(groups), func(i int) { x.group(int(groups[i])) })
	x.mu.Lock()
	defer x.mu.Unlock()
	x.over = x.over || kept.lacks(n)
}

// missing are the numbers of the cells that differ from the i-th by their readings alone, and are
// not done; its own is among them.
func (x *execution) missing(i int) (numbers []int) {
	for k := range x.study.kept.beside(i) {
		if x.study.kept.place(k) == 0 {
			numbers = append(numbers, k)
		}
	}
	return numbers
}

// group runs cells that differ by their readings alone, and keeps what became of each.
func (x *execution) group(first int) {
	for missing := x.missing(first); len(missing) > 0; {
		cells := make([]Cell, len(missing))
		for i, k := range missing {
			cells[i] = x.study.kept.cell(k)
		}
		var rest []int
		for i, r := range x.results(cells) {
			switch {
			case !r.Done():
				rest = append(rest, missing[i])
			case !x.keep(missing[i], &r, x.keepers):
				return
			}
		}
		missing = rest
	}
}

// keep notes what became of the i-th cell, and tells keepers, unless it is too late, or there is
// nowhere to note it.
func (x *execution) keep(i int, r *Result, tell keeping) bool {
	data, p := packed(r)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.over {
		return false
	}
	if x.err == nil {
		x.err = tell.keep(r)
	}
	if err := x.study.kept.put(i, data, p); err != nil {
		x.err, x.over = err, true
	}
	return !x.over
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
