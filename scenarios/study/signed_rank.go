package study

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// mostExact is up to how many differences the signed-rank test counts every split; beyond, the
// normal approximation is as good (Conover, section 5.7, uses it from 50).
const mostExact = 50

// signedRank is the probability of differences so one-sided, if each were as likely to be the other
// way round: Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1, 1945; two-
// sided, zeros left out, ranks of ties averaged. It supposes nothing of the distribution: figures
// of a storm are small or enormous, and a t test does not see even a difference that all seeds
// agree on.
//
// side is the direction of the ranks, 1 or -1; 0 where they balance.
func signedRank(differences []float64) (p float64, side int) {
	ds := slices.DeleteFunc(known(differences), func(d float64) bool { return d == 0 })
	slices.SortFunc(ds, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	// Ranks are doubled, so that averaged ones are whole.
	ranks, plus, total := make([]int, len(ds)), 0, 0
	for from := 0; from < len(ds); {
		to := from + 1
		for to < len(ds) && math.Abs(ds[to]) == math.Abs(ds[from]) {
			to++
		}
		for i := from; i < to; i++ {
			ranks[i] = from + 1 + to
			total += ranks[i]
			if ds[i] > 0 {
				plus += ranks[i]
			}
		}
		from = to
	}
	side = cmp.Compare(2*plus, total)
	share := shareOfSplits
	if len(ds) > mostExact {
		share = normalShare
	}
	return min(1, 2*share(ranks, total, min(plus, total-plus))), side
}

// normalShare approximates shareOfSplits.
func normalShare(ranks []int, total, lesser int) float64 {
	squares := 0.0
	for _, r := range ranks {
		squares += float64(r) * float64(r)
	}
	z := (float64(lesser) - float64(total)/2 + 1) / (math.Sqrt(squares) / 2)
	return distuv.UnitNormal.CDF(z)
}

// shareOfSplits is the share of all choices of ranks whose sum is at most lesser.
func shareOfSplits(ranks []int, total, lesser int) float64 {
	chance := make([]float64, total+1)
	chance[0] = 1
	reach := 0
	for _, r := range ranks {
		reach += r
		for sum := reach; sum >= 0; sum-- {
			chance[sum] /= 2
			if sum >= r {
				chance[sum] += chance[sum-r] / 2
			}
		}
	}
	share := 0.0
	for _, c := range chance[:lesser+1] {
		share += c
	}
	return share
}
