package study

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Difference is how much a figure differs from a baseline's, seed by seed: both met the same
// users, clicks, latencies and faults, so what all of these do to both cancels out.
type Difference struct {
	Mean                 // of the differences; N is the number of seeds that both have a value under
	Median      Quantile // of the differences
	Plus, Minus int      // seeds under which it is larger, and smaller
	P           float64  // of signedRank; of yes and no that is McNemar's
}

// differenceOf returns how much xs, values of f, differ from baseline. Both have a value for each
// seed, in the same order; pairs with a NaN are left out.
func differenceOf(xs, baseline []float64, f measure.Figure, confidence float64) Difference {
	pairs := make([]float64, len(xs))
	for i := range xs {
		pairs[i] = xs[i] - baseline[i]
	}
	d := Difference{
		Mean:   meanOf(pairs, Interval{-f.Most(), f.Most()}, confidence),
		Median: quantileOf(pairs, .5, confidence),
		Plus:   floats.Count(func(x float64) bool { return x > 0 }, pairs),
		Minus:  floats.Count(func(x float64) bool { return x < 0 }, pairs),
	}
	d.P, _ = signedRank(pairs)
	return d
}

// together is the lists without the seeds under which either has no value.
func together(lists [][]float64) [][]float64 {
	kept := make([][]float64, len(lists))
	for i := range lists[0] {
		whole := true
		for _, xs := range lists {
			whole = whole && !math.IsNaN(xs[i])
		}
		if whole {
			for k, xs := range lists {
				kept[k] = append(kept[k], xs[i])
			}
		}
	}
	return kept
}
