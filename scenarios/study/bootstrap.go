package study

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// resamples is how often the bootstrap draws: Efron and Tibshirani, An introduction to the
// bootstrap, 1993, section 14.3, ask for 1000 or more for an interval; one less than 2000 makes the
// 2.5th percentile a value that was drawn.
const resamples = 1999

// stream returns the stream of random numbers of that name. The name alone decides its seed, so
// that equal results have equal intervals.
func stream(name string) *rand.Rand {
	sum := sha256.Sum256([]byte("bootstrap/" + name))
	return rand.New(rand.NewPCG(
		binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:16])))
}

// bootstrap is the bias-corrected and accelerated interval of the mean of xs, of which there are at
// least two: Efron, Better bootstrap confidence intervals, JASA 82, 1987. It follows the skew of
// the data, but knows nothing that xs do not show.
func bootstrap(r *rand.Rand, xs []float64, confidence float64) Interval {
	mean, sd := meanAndSD(xs)
	if sd == 0 {
		return Interval{mean, mean}
	}
	means := make([]float64, resamples)
	for i := range means {
		means[i] = resampledMean(r, xs)
	}
	slices.Sort(means)
	bias, skew := biasCorrection(means, mean), acceleration(xs, mean)
	bound := func(p float64) float64 {
		z := bias + distuv.UnitNormal.Quantile(p)
		p = distuv.UnitNormal.CDF(bias + z/(1-skew*z))
		k := int(math.Floor(p * float64(resamples+1)))
		return means[min(resamples, max(1, k))-1]
	}
	return Interval{bound((1 - confidence) / 2), bound((1 + confidence) / 2)}
}

// resampledMean is the mean of as many of xs, drawn with replacement. Each half of a random number
// draws one of n, evenly but for n in 2^32: drawing is where a bootstrap's time goes.
func resampledMean(r *rand.Rand, xs []float64) float64 {
	n, sum := uint64(len(xs)), 0.0
	for range n / 2 {
		both := r.Uint64()
		sum += xs[both>>32*n>>32] + xs[both&math.MaxUint32*n>>32]
	}
	if n%2 == 1 {
		sum += xs[r.Uint64()>>32*n>>32]
	}
	return sum / float64(n)
}

// biasCorrection is the normal quantile of the share of resampled means below the mean; of counts,
// many are equal to it, and half of these count.
func biasCorrection(means []float64, mean float64) float64 {
	below, equal := 0.0, 0.0
	for _, m := range means {
		// Summed in another order, equal means differ in their last bits.
		switch tolerance := 1e-12 * max(math.Abs(m), math.Abs(mean)); {
		case math.Abs(m-mean) <= tolerance:
			equal++
		case m < mean:
			below++
		}
	}
	n := float64(len(means))
	share := (below + equal/2) / n
	return distuv.UnitNormal.Quantile(min(1-.5/n, max(.5/n, share)))
}

// acceleration is a sixth of the skewness of the jackknife values, which for a mean are the values
// themselves but for a factor.
func acceleration(xs []float64, mean float64) float64 {
	squares, cubes := 0.0, 0.0
	for _, x := range xs {
		d := x - mean
		squares += d * d
		cubes += d * d * d
	}
	return cubes / (6 * math.Pow(squares, 1.5))
}
