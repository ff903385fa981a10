package study

import (
	"math"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Outcomes lists the outcomes of a contestant, seed by seed; nil where the cell is missing or
// failed.
func (s *Study) Outcomes(c Contestant) []*measure.Outcome {
	var list []*measure.Outcome
	for i := range s.Results {
		if s.Results[i].Contestant == c {
			list = append(list, s.Results[i].Outcome)
		}
	}
	return list
}

// All lists the outcomes of all cells, in their order; nil where a cell is missing or failed.
func (s *Study) All() []*measure.Outcome {
	list := make([]*measure.Outcome, len(s.Results))
	for i := range s.Results {
		list[i] = s.Results[i].Outcome
	}
	return list
}

// Values lists a figure of a contestant, seed by seed; NaN where there is none.
func (s *Study) Values(c Contestant, f measure.Figure) []float64 {
	outcomes := s.Outcomes(c)
	xs := make([]float64, len(outcomes))
	for i, o := range outcomes {
		if xs[i] = math.NaN(); o != nil {
			xs[i] = f.Of(o)
		}
	}
	return xs
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
	p := Proportion{}
	for _, o := range s.Outcomes(c) {
		if o == nil || !by.applies(o) {
			continue
		}
		if p.N++; by.Met(o) {
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
	if of := s.latencies[c]; of != nil && failed {
		return measure.Sum(of.failed...)
	} else if of != nil {
		return measure.Sum(of.succeeded...)
	}
	var list []measure.Histogram
	for _, o := range s.Outcomes(c) {
		switch {
		case o == nil:
		case failed:
			list = append(list, o.FailedLatencies)
		default:
			list = append(list, o.Latencies)
		}
	}
	return measure.Sum(list...)
}
