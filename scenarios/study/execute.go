package study

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Execute carries out the cells that journal does not keep, and returns the study in the order of
// its cells. journal may be nil.
//
// parallel calls do(0) to do(n-1), at the same time if it likes, or leaves out those it cannot
// wait for: their cells are then missing. It may return while calls are under way; what they come
// to is dropped. Each runs one cell; an error or a panic is kept as the cell's, by its first line
// alone, for what follows, such as a stack, differs from run to run.
//
// The error is that of a plan that cannot be carried out, or of the journal: then the study is
// there all the same.
func (h Header) Execute(
	journal *Journal, each func(Cell) (measure.Outcome, error),
	parallel func(n int, do func(i int)),
) (*Study, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	cells := h.Cells()
	x := &execution{journal: journal, each: each}
	x.study = &Study{Header: h, Results: make([]Result, len(cells))}
	for i, c := range cells {
		x.study.Results[i].Cell = c
		if journal != nil && len(journal.kept) > 0 && journal.kept[i].Outcome != nil {
			x.study.Results[i] = journal.kept[i]
		}
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
	journal *Journal
	each    func(Cell) (measure.Outcome, error)

	mu   sync.Mutex // cells finish on several cores
	over bool       // results that come now are too late
	err  error      // the journal's first
}

// run runs those of the first n cells that are not done.
func (x *execution) run(n int, parallel func(n int, do func(i int))) {
	var missing []*Result
	for i := range x.study.Results[:n] {
		if r := &x.study.Results[i]; !r.Done() {
			missing = append(missing, r)
		}
	}
	if len(missing) == 0 {
		return
	}
	parallel(len(missing), func(i int) {
		r := x.one(missing[i].Cell)
		x.mu.Lock()
		defer x.mu.Unlock()
		if x.over {
			return
		}
		if x.journal != nil && x.err == nil {
			x.err = x.journal.keep(&r)
		}
		*missing[i] = r
	})
	x.mu.Lock()
	defer x.mu.Unlock()
	x.over = slices.ContainsFunc(missing, func(r *Result) bool { return !r.Done() })
}

// one runs one cell.
func (x *execution) one(c Cell) (r Result) {
	r.Cell = c
	defer func() {
		if p := recover(); p != nil {
			r.Error = firstLine(fmt.Sprintf("panic: %v", p))
		}
	}()
	o, err := x.each(c)
	if err != nil {
		r.Error = firstLine(err.Error())
		return r
	}
	r.Outcome = &o
	return r
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if line = strings.ToValidUTF8(strings.TrimSpace(line), "?"); line == "" {
		return "an error without words"
	}
	return line
}
