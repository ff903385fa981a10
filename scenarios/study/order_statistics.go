package study

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sort"
)

// mostSorted is up to how many values order statistics are exact.
const mostSorted = 10_000

// orderStatistics returns where the k-th smallest of xs lies, k from 1 on. Of up to mostSorted
// values it is known exactly; of more it is known to a bucket.
func orderStatistics(xs []float64) func(k int) Interval {
	if len(xs) <= mostSorted {
		sorted := slices.Sorted(slices.Values(xs))
		return func(k int) Interval { return Interval{sorted[k-1], sorted[k-1]} }
	}
	counts := map[Interval]int{}
	for _, x := range xs {
		counts[bucketOf(x)]++
	}
	buckets := slices.SortedFunc(maps.Keys(counts), func(a, b Interval) int {
		return cmp.Compare(a.Low, b.Low)
	})
	last := make([]int, len(buckets)) // the last rank in each bucket
	n := 0
	for i, b := range buckets {
		n += counts[b]
		last[i] = n
	}
	return func(k int) Interval { return buckets[sort.SearchInts(last, k)] }
}

// bucketOf is the bucket of a value: between two powers of 2 there are 256 of the same width, which
// is 0.4 % of their values or less. Zero has one of its own.
func bucketOf(x float64) Interval {
	const rest = 1<<(52-8) - 1 // the bits of a mantissa that a bucket's values differ in
	bits := math.Float64bits(math.Abs(x))
	b := Interval{math.Float64frombits(bits &^ rest), math.Float64frombits(bits | rest)}
	switch {
	case x == 0 || math.IsInf(x, 0):
		return Interval{x, x}
	case x < 0:
		return Interval{-b.High, -b.Low}
	}
	return b
}
