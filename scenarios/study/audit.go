package study

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"sync"
)

// AuditedShare is the share of the kept cells that a resumed study computes again: assumed, so that
// it costs little, and a store of results that belong to another program is soon found.
const AuditedShare = 0.01

// An Audit is what became of cells that were computed again.
type Audit struct {
	Equal, Computed int
	Differs         error // the first cell that came out otherwise; nil: none did
}

func (a Audit) String() string { return fmt.Sprintf("audit: %d of %d equal", a.Equal, a.Computed) }

// Audit computes a share of the finished cells again, as Recompute does. run and parallel are those
// of Execute.
func (s *Study) Audit(share float64, run Runner, parallel func(n int, do func(i int))) Audit {
	sample := s.Sample(share)
	a, differing := Recompute(len(sample), func(i int) Result { return s.Result(sample[i]) }, run,
		parallel, Form)
	if len(differing) > 0 {
		a.Differs = misplaced(s.Name, 1, a.differing(differing), "results of this version of the program")
	}
	return a
}

// differing says which cells came out otherwise.
func (a Audit) differing(cells []Cell) string {
	return fmt.Sprintf("%d of %d cells that come out otherwise when they are computed again, the "+
		"first %s", len(cells), a.Computed, cells[0])
}

// Recompute runs n cells again, each by a run of its own, and compares all that form shows of them:
// was is the i-th as it is kept, not done where it no longer is. It returns those that come out
// otherwise, in their order.
func Recompute(
	n int, was func(i int) Result, run Runner, parallel func(n int, do func(i int)),
	form func(*Result) []byte,
) (Audit, []Cell) {
	var mu sync.Mutex // cells finish on several cores
	var differing []int
	var a Audit
	x := &execution{runner: run}
	parallel(n, func(i int) {
		kept := was(i)
		if !kept.Done() {
			return
		}
		again := x.results([]Cell{kept.Cell})[0]
		equal := bytes.Equal(form(&again), form(&kept))
		mu.Lock()
		defer mu.Unlock()
		if a.Computed++; equal {
			a.Equal++
		} else {
			differing = append(differing, i)
		}
	})
	mu.Lock()
	defer mu.Unlock()
	slices.Sort(differing)
	named := make([]Cell, len(differing))
	for i, at := range differing {
		named[i] = was(at).Cell
	}
	return a, named
}

// Sample is the numbers of a share of the runs that have an outcome, as Spread takes them.
func (s *Study) Sample(share float64) []int {
	ended := 0
	for i := range s.Len() {
		if s.kept.place(i).ended() {
			ended++
		}
	}
	sample := Spread(ended, share)
	at, n := 0, 0
	for i := range s.Len() {
		if at < len(sample) && s.kept.place(i).ended() {
			if sample[at] == n {
				sample[at] = i
				at++
			}
			n++
		}
	}
	return sample
}

// Spread is a share of n things, evenly spread, at least one if there are any; others when there
// are more.
func Spread(n int, share float64) (sample []int) {
	count := min(n, max(1, int(math.Ceil(share*float64(n)))))
	for i := range count {
		sample = append(sample, i*n/count)
	}
	return sample
}
