package study

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// The intervals that reports tell of few values, and the bootstrap's of paired differences.
func coverTold(t *testing.T, c *coverage) {
	for _, p := range populations {
		for _, n := range []int{5, 10, 30} {
			share, se := c.measure("mean, as told (t and BCa)", p.name, 400, n,
				func(r *rand.Rand) bool { return toldOf(r, drawn(r, p, n)).Contains(p.mean) })
			if p.name[0] == 'n' || p.name[0] == 'c' {
				atLeast(t, share, se)
			}
			// Of five values of which each is 0 in four cases of five, all are in a third of cases.
			require.Greater(t, share, .55, "%s, n = %d", p.name, n)
		}
	}
	for _, n := range []int{5, 10, 50, 200} {
		paired := func(r *rand.Rand) []float64 {
			xs, ys := twins(r, n, 1)
			for i := range xs {
				xs[i] -= ys[i]
			}
			return xs
		}
		const truth = "1, under common days of sd 10"
		c.measure("paired difference, BCa", truth, 400, n, func(r *rand.Rand) bool {
			return bootstrap(r, paired(r), Confidence).Contains(1)
		})
		share, se := c.measure("paired difference, as told", truth, 400, n,
			func(r *rand.Rand) bool { return toldOf(r, paired(r)).Contains(1) })
		atLeast(t, share, se)
	}
}

// toldOf is Mean.Interval, its bootstrap drawn from r.
func toldOf(r *rand.Rand, xs []float64) Interval {
	m := Mean{N: len(xs)}
	m.Mean, m.SD = meanAndSD(xs)
	m.T = tInterval(m.N, m.Mean, m.SD, Confidence)
	m.Bootstrap = bootstrap(r, xs, Confidence)
	return m.Interval()
}

func TestIntervalToBeTold(t *testing.T) {
	m := Mean{N: 10, T: Interval{1, 5}, Bootstrap: Interval{2, 6}}
	require.Equal(t, Interval{1, 6}, m.Interval(), "of few, what holds both")
	m.N = 50
	require.Equal(t, Interval{2, 6}, m.Interval(), "of many, the bootstrap's")
	one := meanOf("x", []float64{3})
	require.Equal(t, unbounded, one.Interval())

	m = Mean{N: 5, T: Interval{-1, 1.5}, Bootstrap: Interval{0, .5}}
	success, bans := figure("success"), figure("bans")
	require.Equal(t, Interval{0, 1}, m.Within(&success), "a share is one of a whole")
	require.Equal(t, Interval{0, 1.5}, m.Within(&bans))
	d := Difference{Mean: Mean{N: 5, T: Interval{-1.5, 3}, Bootstrap: Interval{0, .5}}}
	require.Equal(t, Interval{-1, 1}, d.Within(&success))
	none := meanOf("x", []float64{math.NaN()})
	require.Equal(t, Interval{0, 1}, none.Within(&success))
}
