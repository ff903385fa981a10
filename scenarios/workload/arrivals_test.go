package workload

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
)

func all(a *Arrivals, seed uint64) (list []time.Duration) {
	r := rand.New(rand.NewPCG(seed, 1))
	for t, ok := a.Next(-1, r); ok; t, ok = a.Next(t, r) {
		list = append(list, t)
	}
	return list
}

func TestEvenArrivals(t *testing.T) {
	a := (&Open{Rate: 4, Gaps: EvenGaps, From: strict.Instant(time.Second)}).Arrivals(2 * time.Second)
	require.Equal(t, []time.Duration{
		1000 * time.Millisecond, 1250 * time.Millisecond, 1500 * time.Millisecond,
		1750 * time.Millisecond,
	}, all(a, 1))
}

// At 2/s for a second and 4/s for another, arrivals are half a second apart, and then a quarter; a
// gap that the step cuts takes what is left of it at the new rate. Nothing comes at the very end.
func TestEvenArrivalsOverAStep(t *testing.T) {
	const ms = time.Millisecond
	for _, test := range []struct {
		first strict.Span // how long 2/s lasts
		until time.Duration
		want  []time.Duration
	}{
		{strict.Span(time.Second), 1750 * ms, []time.Duration{
			0, 500 * ms, 1000 * ms, 1250 * ms, 1500 * ms,
		}},
		{strict.Span(time.Second), 2250 * ms, []time.Duration{ // the last rate stays
			0, 500 * ms, 1000 * ms, 1250 * ms, 1500 * ms, 1750 * ms, 2000 * ms,
		}},
		{strict.Span(750 * ms), 1500 * ms, []time.Duration{
			0, 500 * ms, 875 * ms, 1125 * ms, 1375 * ms,
		}},
	} {
		o := Open{Gaps: EvenGaps, Rate: 2, Stages: []Stage{
			{To: 2, For: test.first}, {To: 4, For: strict.Span(time.Second)},
		}}
		require.Equal(t, test.want, all(o.Arrivals(test.until), 1))
	}
}

// The rate is 0 before the first knot, linear between two, that behind a step at the step itself,
// and stays as the last knot has it.
func TestRate(t *testing.T) {
	a := Arrivals{knots: []knot{{10, 2}, {20, 4}, {20, 8}, {30, 8}}}
	for at, want := range map[time.Duration]float64{
		9: 0, 10: 2, 15: 3, 19: 3.8, 20: 8, 21: 8, 30: 8, 31: 8,
	} {
		require.InDelta(t, want, a.rate(at), 1e-12, "at %v", at)
	}
}

// A ramp from 0/s to 10/s over 10 s has 50 arrivals, the k-th when t squared over 2 is k.
func TestEvenArrivalsOnARamp(t *testing.T) {
	ramp := &Open{Gaps: EvenGaps, Stages: []Stage{{To: 10, Over: strict.Span(10 * time.Second)}}}
	list := all(ramp.Arrivals(10*time.Second), 1)
	require.InDelta(t, 50, len(list), 1)
	for k, at := range list {
		require.InDelta(t, math.Sqrt(2*float64(k)), at.Seconds(), 1e-3)
	}
}

// The number of arrivals within each stage is Poisson: within four standard deviations of the
// integral of the rate.
func TestPoissonArrivalsFollowTheStages(t *testing.T) {
	o := &Open{Rate: 20, Gaps: PoissonGaps, Stages: []Stage{
		{To: 20, For: strict.Span(50 * time.Second)},
		{To: 200, For: strict.Span(50 * time.Second)},
		{To: 0, Over: strict.Span(100 * time.Second)},
	}}
	for seed := range uint64(20) {
		counts := [4]float64{}
		for _, at := range all(o.Arrivals(400*time.Second), seed) {
			stage := 0
			switch {
			case at >= 200*time.Second:
				stage = 3
			case at >= 100*time.Second:
				stage = 2
			case at >= 50*time.Second:
				stage = 1
			}
			counts[stage]++
		}
		for stage, want := range [4]float64{1000, 10_000, 10_000, 0} {
			require.InDelta(t, want, counts[stage], 4*math.Sqrt(want), "seed %d stage %d", seed, stage)
		}
	}
}

func TestDayHasItsHours(t *testing.T) {
	day := &BusinessDay{Peak: 1, Start: strict.Span(7 * time.Hour)}
	list := all(day.Arrivals(6*time.Hour), 1)
	perHour := make([]float64, 6)
	for _, at := range list {
		perHour[at/time.Hour]++
	}
	for i, n := range perHour {
		require.InEpsilon(t, float64(officeHours[7+i])*3600, n, .35, "hour %d", 7+i)
	}
	require.Greater(t, perHour[3], 3*perHour[0])
}
