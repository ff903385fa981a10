package workload

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/chance"
)

// Arrivals are a rate that changes linearly between knots.
type Arrivals struct {
	knots []knot
	even  bool
	gap   time.Duration // of an even rate that never changes, to the nanosecond
	until time.Duration
	peak  float64
}

type knot struct {
	at   time.Duration
	rate float64 // per second
}

// top notes the highest rate, once all knots are there.
func (a *Arrivals) top() {
	for _, k := range a.knots {
		a.peak = max(a.peak, k.rate)
	}
}

// rates are where the rate turns or steps within the run; nil where it never does.
func (a *Arrivals) rates() (all []Rate) {
	begin := min(max(a.knots[0].at, 0), a.until)
	all = append(all, Rate{begin, a.rate(begin)})
	for _, k := range a.knots {
		if k.at > begin && k.at < a.until {
			all = append(all, Rate{k.at, k.rate})
		}
	}
	all = append(all, Rate{a.until, a.rate(a.until - 1)})
	if !slices.ContainsFunc(all, func(r Rate) bool { return r.PerSecond != all[0].PerSecond }) {
		return nil
	}
	return all
}

// after is the index of the first knot later than t.
func (a *Arrivals) after(t time.Duration) int {
	return sort.Search(len(a.knots), func(i int) bool { return a.knots[i].at > t })
}

// rate is the rate at t. Where it steps, rate returns the one after the step.
func (a *Arrivals) rate(t time.Duration) float64 {
	i := a.after(t)
	switch i {
	case 0:
		return 0
	case len(a.knots):
		return a.knots[i-1].rate
	}
	from, to := a.knots[i-1], a.knots[i]
	share := float64(t-from.at) / float64(to.at-from.at)
	return from.rate + float64((to.rate-from.rate)*share)
}

// Next returns the first arrival later than t; -1 asks for the very first. It returns false if none
// comes before the end.
func (a *Arrivals) Next(t time.Duration, r *rand.Rand) (time.Duration, bool) {
	first := max(a.knots[0].at, 0)
	switch {
	case a.even && t < 0:
		return first, first < a.until && a.peak > 0
	case a.even && a.gap > 0:
		return t + a.gap, t+a.gap < a.until
	case a.even:
		return a.evenly(t)
	}
	t = max(t, first)
	for a.peak > 0 {
		// Thinning: Lewis and Shedler, Simulation of nonhomogeneous Poisson processes, 1979.
		gap := chance.Exponential(r) / a.peak
		if gap > float64(a.until-t)/1e9 {
			break
		}
		t += time.Duration(gap * 1e9)
		if rate := a.rate(t); rate == a.peak || float64(r.Float64()*a.peak) < rate {
			return t, t < a.until
		}
	}
	return 0, false
}

// evenly is the instant after t at which the integral of the rate has grown by one.
func (a *Arrivals) evenly(t time.Duration) (time.Duration, bool) {
	owed := 1.0
	for t < a.until {
		end := a.until
		if i := a.after(t); i < len(a.knots) {
			end = min(end, a.knots[i].at)
		}
		span := (end - t).Seconds()
		from, to := a.rate(t), a.rate(end-1)
		if area := span * (from + to) / 2; area < owed {
			owed, t = owed-area, end
			continue
		}
		slope := (to - from) / span
		after := owed / max(from, 1e-12)
		if math.Abs(slope) > 1e-12 {
			after = (math.Sqrt(float64(from*from)+float64(2*slope*owed)) - from) / slope
		}
		t += time.Duration(after * 1e9)
		return t, t < a.until
	}
	return 0, false
}
