package dashboard

import (
	"math"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// The numbers are assumed: a chart of 240 spans is finer than its pixels on a narrow screen.
const (
	mostSpans  = 240
	firstSpan  = time.Second
	latestSpan = 10 * time.Second
)

// A speed is how many runs were carried out in each span of a study. Where there are many spans,
// two become one.
type speed struct {
	span   time.Duration
	counts []int // runs done at the end of each span
	latest []passed
}

// What had passed at an instant.
type passed struct {
	at   time.Duration
	runs int
}

// add notes how many runs were done after so long.
func (s *speed) add(at time.Duration, runs int) {
	if s.span == 0 {
		s.span = firstSpan
	}
	for at >= s.span*time.Duration(len(s.counts)+1) {
		s.counts = append(s.counts, runs)
	}
	if len(s.counts) >= mostSpans {
		s.span *= 2
		for i := range len(s.counts) / 2 {
			s.counts[i] = s.counts[2*i+1]
		}
		s.counts = s.counts[:len(s.counts)/2]
	}
	s.latest = append(s.latest, passed{at, runs})
	for len(s.latest) > 2 && at-s.latest[1].at >= latestSpan {
		s.latest = s.latest[1:]
	}
}

// shown are the runs a second of each span, its length, and those of the latest seconds.
func (s *speed) shown() (each []float64, span unit.Milliseconds, now float64) {
	each = []float64{}
	before := 0
	for _, n := range s.counts {
		each = append(each, rate(n-before, s.span))
		before = n
	}
	first, last := s.latest[0], s.latest[len(s.latest)-1]
	return each, unit.Milliseconds(s.span), rate(last.runs-first.runs, last.at-first.at)
}

// rate is so many in such a time, a second, to three decimals; 0 in no time.
func rate(n int, in time.Duration) float64 {
	if in <= 0 {
		return 0
	}
	return math.Round(float64(n)/in.Seconds()*1000) / 1000
}
