package scenarios_test

import (
	"math"
	"testing"
	"time"
)

// aTrip is calls with nothing in their way: the token is cached and no one waits.
const aTrip = `
about: Poisson arrivals and legs that vary.
length: 220s
carrier: {reading: A4, tokens: coexist, token_life: 20000h}
workload: [{open: {rate: 10/s, until: 210s}}]
network: {api: {leg: %s}, token: {leg: 50ms}}
strategies: [naive]
`

// The latency of a call is the sum of two legs that do not know of each other: twice the mean of
// one, and twice its variance. A leg drawn once and used twice would vary twice as much. Moments:
// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, 1994.
func TestTheoryOfLegs(t *testing.T) {
	t.Parallel()
	table := []struct {
		leg            string
		mean, variance float64 // of one leg, in seconds
		precision      float64 // of the variance
	}{
		{"uniform 20ms..140ms", .08, .12 * .12 / 12, .08},
		{"exp 80ms", .08, .08 * .08, .15},
		{"normal 80ms 10ms", .08, .01 * .01, .08},
		{"lognormal 80ms 0.5", .08 * math.Exp(.125),
			.08 * .08 * math.Exp(.25) * (math.Exp(.25) - 1), .20},
		{"pareto 50ms 9", .05 * 9 / 8, .05 * .05 * 9 / (8 * 8 * 7), .25},
		{"recorded 40ms 100ms", .07, .03 * .03, .08},
	}
	for _, row := range table {
		t.Run(row.leg, func(t *testing.T) {
			t.Parallel()
			runs := replicate(t, trial(t, "[retry: {retries: 0}, cache]", aTrip, row.leg), 20,
				func() *delays { return &delays{warm: 10 * time.Second} })
			mean := estimated(each(runs, (*delays).mean), 2*len(table))
			mean.agrees(t, "mean", 2*row.mean, .02)
			mean.excludes(t, "mean", row.mean)
			variance := estimated(each(runs, (*delays).variance), 2*len(table))
			variance.agrees(t, "variance", 2*row.variance, row.precision)
			variance.excludes(t, "variance", 4*row.variance)
		})
	}
}
