package study

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Values lists a figure of a contestant, seed by seed; NaN where there is none.
func (s *Study) Values(c Contestant, f measure.Figure) []float64 {
	return s.numbers(c, f.ID(), f.Of)
}

// numbers lists a number of each of a contestant's runs, seed by seed; NaN where there is none. Of
// what no table has all outcomes are read.
func (s *Study) numbers(c Contestant, id string, of func(*measure.Outcome) float64) []float64 {
	if xs, tabled := s.column(c, id); tabled {
		return xs
	}
	var xs []float64
	for o := range s.Outcomes(c) {
		x := math.NaN()
		if o != nil {
			x = of(o)
		}
		xs = append(xs, x)
	}
	return xs
}

// Had are those of the figures that a run has; of all but the Rare ones it is supposed.
func (s *Study) Had(figures []measure.Figure) []measure.Figure {
	return slices.DeleteFunc(figures, func(f measure.Figure) bool {
		return f.Rare && !slices.ContainsFunc(s.Plan.Contestants(), func(c Contestant) bool {
			return slices.ContainsFunc(s.Values(c, f), func(x float64) bool { return !math.IsNaN(x) })
		})
	})
}

// Mean is the mean of a figure over the seeds.
func (s *Study) Mean(c Contestant, f measure.Figure) Mean {
	return meanOf(s.Values(c, f), Interval{0, f.Most()}, s.confidence())
}

// Quantile is the p quantile of a figure over the seeds.
func (s *Study) Quantile(c Contestant, f measure.Figure, p float64) Quantile {
	return quantileOf(s.Values(c, f), p, s.confidence())
}

// Proportion is how many of the runs meet a criterion.
func (s *Study) Proportion(c Contestant, by Criterion) Proportion {
	return positive(s.numbers(c, by.id(), by.number))
}

// Positive is how many of the runs that have a figure have more than 0 of it.
func (s *Study) Positive(c Contestant, f measure.Figure) Proportion {
	return positive(s.Values(c, f))
}

func positive(xs []float64) (p Proportion) {
	for _, x := range xs {
		if math.IsNaN(x) {
			continue
		}
		if p.N++; x > 0 {
			p.Hits++
		}
	}
	return p
}

// Interval is that of the probability of which p is a sample: the one that holds at every look
// where the plan settles verdicts.
func (s *Study) Interval(p Proportion) Interval {
	if s.Plan.Settles() {
		return p.Sequence(Confidence)
	}
	return p.Interval(Confidence)
}

// Probable is that interval in percent, as Proportion's String writes it.
func (s *Study) Probable(p Proportion) string { return p.within(s.Interval(p)) }

// Against is how much a figure differs from that of the strategy baseline, in the same scenario,
// under the same reading, seed by seed. Of shards the seeds do not line up: merge them first.
func (s *Study) Against(baseline string, c Contestant, f measure.Figure) Difference {
	b := c
	b.Strategy = baseline
	return differenceOf(s.Values(c, f), s.Values(b, f), f, s.confidence())
}

// Latency adds up the latencies of a contestant's successes, or failures, over all seeds.
func (s *Study) Latency(c Contestant, failed bool) measure.Histogram {
	var list []measure.Histogram
	for o := range s.Outcomes(c) {
		switch {
		case o == nil:
			continue
		case failed:
			list = append(list, o.FailedLatencies)
		default:
			list = append(list, o.Latencies)
		}
		if len(list) == mostApart {
			list = append(list[:0], measure.Sum(list...))
		}
	}
	return measure.Sum(list...)
}

// mostApart is how many histograms are held before they are added up: one at a time would touch the
// sum's bars for each run (assumed).
const mostApart = 32

// Digest is that of a contestant's runs, in the order of their seeds: of one run its own, else 32
// hexadecimal digits of the SHA-256 of theirs, one a line. The same digest: the runs were the same,
// event by event. Of none it is empty.
func (s *Study) Digest(c Contestant) string {
	sum := sha256.New()
	n, last := 0, ""
	for o := range s.Outcomes(c) {
		if o != nil {
			n, last = n+1, o.Digest
			fmt.Fprintln(sum, o.Digest)
		}
	}
	if n < 2 {
		return last
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
