package study

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// holm adjusts the probabilities of tests that are made together, in their order, so that the
// chance of even one wrong find among them stays below the level that each is compared with: Holm,
// A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6,
// 1979.
func holm(ps []float64) []float64 {
	sorted, order := slices.Clone(ps), make([]int, len(ps))
	floats.ArgsortStable(sorted, order)
	adjusted, largest := make([]float64, len(ps)), 0.0
	for i, which := range order {
		largest = max(largest, min(1, float64(len(ps)-i)*ps[which]))
		adjusted[which] = largest
	}
	return adjusted
}

// holmOfSignedRanks is Holm for probabilities of signedRank, each of so many differences that are
// not 0. These can be no smaller than 2/2^n, were all to one side; tests that could therefore not
// be found at 5 % are not counted, and their probability is 1: Tarone, A modified Bonferroni method
// for discrete data, Biometrics 46, 1990.
func holmOfSignedRanks(ps []float64, differing []int) []float64 {
	least := func(i int) float64 { return math.Ldexp(2, -differing[i]) }
	var counted []int
	for k := 1; k <= len(ps); k++ {
		counted = counted[:0]
		for i := range ps {
			if least(i) <= (1-Confidence)/float64(k) {
				counted = append(counted, i)
			}
		}
		if len(counted) <= k {
			break
		}
	}
	adjusted, some := slices.Repeat([]float64{1}, len(ps)), make([]float64, len(counted))
	for at, i := range counted {
		some[at] = ps[i]
	}
	for at, p := range holm(some) {
		adjusted[counted[at]] = p
	}
	return adjusted
}
