package study

import "math"

// Sequence is an interval of the probability that may be looked at as often as one likes, and
// stopped at whenever it suits: the intervals at all N together cover the truth with this
// confidence. It is the confidence sequence of the mixture of all probabilities by Beta(1/2, 1/2),
// Robbins, Statistical methods related to the law of the iterated logarithm, Annals of Mathematical
// Statistics 41, 1970: those p of which the data are at most 1/(1 - confidence) times less likely
// than of the mixture. By Ville's inequality (1939) that ratio never grows beyond it, whatever N,
// but with a probability of 1 - confidence.
//
// 0 of 116 show less than 5 %, where 72 do if they are looked at once; 2 of 2 show more than 5 %.
func (p Proportion) Sequence(confidence float64) Interval {
	if p.N == 0 {
		return Interval{0, 1}
	}
	hits, misses := float64(p.Hits), float64(p.N-p.Hits)
	most := lnBeta(hits+.5, misses+.5) - lnBeta(.5, .5) + math.Log(1-confidence)
	within := func(q float64) bool { return lnPower(q, hits)+lnPower(1-q, misses) >= most }
	share := p.Share()
	i := Interval{0, 1}
	if p.Hits > 0 {
		i.Low = edge(within, share, 0)
	}
	if p.Hits < p.N {
		i.High = edge(within, share, 1)
	}
	return i
}

// lnBeta is the logarithm of the beta function.
func lnBeta(a, b float64) float64 {
	x, _ := math.Lgamma(a)
	y, _ := math.Lgamma(b)
	z, _ := math.Lgamma(a + b)
	return x + y - z
}

// lnPower is the logarithm of q to the power of n; of 0 to the power of 0 it is 0.
func lnPower(q, n float64) float64 {
	if n == 0 {
		return 0
	}
	return n * math.Log(q)
}

// edge is where within ends between a point that is and one that is not, to the outside of it.
func edge(within func(float64) bool, in, out float64) float64 {
	for range 60 { // as many halvings as a float64 has bits, and some
		if middle := (in + out) / 2; within(middle) {
			in = middle
		} else {
			out = middle
		}
	}
	return out
}
