package study

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Quantile is a quantile of a figure over seeds.
type Quantile struct {
	N        int
	P        float64 // 0.5 is the median
	Value    float64
	Interval Interval // a bound is infinite where N is too small to set it
}

// quantileOf returns the P quantile of xs, NaN left out: the smallest value that a share of P does
// not exceed. Its interval has values of xs for bounds and supposes nothing of their distribution:
// David and Nagaraja, Order statistics, 3rd edition, 2003, section 7.1. The k-th smallest exceeds
// the truth with the probability that fewer than k of N values fall below it, which is binomial; of
// each tail at most half of what the confidence leaves is given away. Of more than mostSorted
// values both are known to a bucket: Value is its end, and the interval is widened by it.
func quantileOf(xs []float64, p, confidence float64) Quantile {
	xs = known(xs)
	n := len(xs)
	q := Quantile{N: n, P: p, Value: math.NaN(), Interval: unbounded}
	if n == 0 {
		return q
	}
	smallest := orderStatistics(xs)
	q.Value = smallest(min(n, max(1, int(math.Ceil(p*float64(n)-1e-9))))).Low
	below, tail := distuv.Binomial{N: float64(n), P: p}, (1-confidence)/2
	// The k-th smallest is too high with probability fewer(k), too low with 1-fewer(k).
	fewer := func(k int) float64 { return below.CDF(float64(k - 1)) }
	if k := sort.Search(n, func(i int) bool { return fewer(i+1) > tail }); k > 0 {
		q.Interval.Low = smallest(k).Low
	}
	if k := sort.Search(n, func(i int) bool { return fewer(i+1) >= 1-tail }); k < n {
		q.Interval.High = smallest(k + 1).High
	}
	return q
}
