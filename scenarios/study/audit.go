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

// Audit computes a share of the finished cells again, at least one if there are any, and compares
// all that was kept of them, each by a run of its own. They are evenly spread, and others when more
// are finished. run and parallel are those of Execute.
func (s *Study) Audit(
	share float64, run Runner, parallel func(n int, do func(i int)),
) Audit {
	sample := s.sample(share)
	var mu sync.Mutex // cells finish on several cores
	var differing []int
	var a Audit
	x := &execution{runner: run}
	parallel(len(sample), func(i int) {
		again := x.results([]Cell{sample[i].Cell})[0]
		equal := bytes.Equal(sealedLine(again.line()), sealedLine(sample[i].line()))
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
	if len(differing) > 0 {
		r := sample[slices.Min(differing)]
		a.Differs = misplaced(s.Name, 1, fmt.Sprintf("%d of %d cells that come out otherwise when they "+
			"are computed again, the first %s", len(differing), a.Computed, r.Cell),
			"results of this version of the program")
	}
	return a
}

// sample is a share of the finished cells.
func (s *Study) sample(share float64) (sample []*Result) {
	var finished []*Result
	for i := range s.Results {
		if s.Results[i].Outcome != nil {
			finished = append(finished, &s.Results[i])
		}
	}
	n := len(finished)
	if n == 0 {
		return nil
	}
	count := min(n, max(1, int(math.Ceil(share*float64(n)))))
	for i := range count {
		sample = append(sample, finished[i*n/count])
	}
	return sample
}
