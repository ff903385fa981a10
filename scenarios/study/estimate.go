package study

import "github.com/tokenstorm/tokenstorm/scenarios/measure"

// An Estimate is what is said of a figure with an interval that holds whatever the runs are like:
// the mean where the figure has bounds, else the median.
type Estimate struct {
	N        int
	Value    float64
	Interval Interval
	Median   bool
}

// Estimate is what a contestant's figure comes to over the seeds.
func (s *Study) Estimate(c Contestant, f measure.Figure) Estimate {
	return estimateOf(s.Values(c, f), Interval{0, f.Most()}, s.confidence())
}

// Estimate is what the difference comes to.
func (d *Difference) Estimate() Estimate {
	if d.Interval.bounded() {
		return Estimate{d.N, d.Mean.Mean, d.Interval, false}
	}
	return Estimate{d.N, d.Median.Value, d.Median.Interval, true}
}

func estimateOf(xs []float64, bounds Interval, confidence float64) Estimate {
	if bounds.bounded() {
		m := meanOf(xs, bounds, confidence)
		return Estimate{m.N, m.Mean, m.Interval, false}
	}
	q := quantileOf(xs, .5, confidence)
	return Estimate{q.N, q.Value, q.Interval, true}
}
