package study

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// A Mean is the mean of a figure over seeds.
type Mean struct {
	N        int
	Mean, SD float64
	// Interval is that of boundedMean where the figure has bounds. Of other figures it is
	// unbounded: no finite number of runs bounds a mean that a rare run can move by any amount.
	// Where 3 runs of 100 go from 31 token requests to 150, Student's interval of 40 runs contains
	// the mean in 70 of 100 studies, as testdata/coverage.txt shows, and a bootstrap knows no more.
	Interval Interval
}

// meanOf returns the mean of xs, NaN left out, with the interval that bounds allow.
func meanOf(xs []float64, bounds Interval, confidence float64) Mean {
	xs = known(xs)
	m := Mean{N: len(xs), Mean: math.NaN(), SD: math.NaN(), Interval: bounds}
	if m.N == 0 {
		return m
	}
	if m.Mean = xs[0]; m.N > 1 {
		m.Mean, m.SD = meanAndSD(xs)
	}
	if bounds.bounded() {
		m.Interval = boundedMean(xs, bounds, confidence)
	} else {
		m.Interval = unbounded
	}
	return m
}

// known is xs without NaN: seeds under which a figure has no value.
func known(xs []float64) []float64 { return slices.DeleteFunc(slices.Clone(xs), math.IsNaN) }

// meanAndSD is exact for values that are all equal: rounding must not make them differ.
func meanAndSD(xs []float64) (mean, sd float64) {
	if slices.Min(xs) == slices.Max(xs) {
		return xs[0], 0
	}
	return stat.MeanStdDev(xs, nil)
}
