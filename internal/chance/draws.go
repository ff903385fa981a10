package chance

import (
	"math"
	"math/rand/v2"

	"github.com/tokenstorm/tokenstorm/internal/portable"
)

// Exponential draws from the exponential distribution of mean 1, by inversion.
func Exponential(r *rand.Rand) float64 { return -portable.Ln(1 - r.Float64()) }

// normal draws from the standard normal distribution: Marsaglia and Bray, A convenient method for
// generating normal variables, 1964. The second of each pair is let go, so that a stream has no
// other state than its generator's.
func normal(r *rand.Rand) float64 {
	for {
		x, y := 2*r.Float64()-1, 2*r.Float64()-1
		s := float64(x*x) + float64(y*y)
		if s > 0 && s < 1 {
			return float64(x * math.Sqrt(-2*portable.Ln(s)/s))
		}
	}
}
