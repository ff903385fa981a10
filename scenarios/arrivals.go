package scenarios

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/sim"
)

// scheduleWorkload arranges the first click of every load.
func (w *world) scheduleWorkload() {
	for i := range w.Scenario.Workload {
		load, name := &w.Scenario.Workload[i], fmt.Sprintf("workload/%d", i)
		switch {
		case load.Closed != nil:
			w.scheduleClosed(load.Closed)
		case load.Open != nil:
			w.scheduleOpen(name, load.Open.arrivals(w.Scenario.length()))
		case load.Day != nil:
			w.scheduleOpen(name, load.Day.arrivals(w.Scenario.length()))
		case load.Burst != nil:
			w.scheduleBurst(name, load.Burst)
		case load.Recorded != nil:
			w.scheduleRecorded(name, load.Recorded)
		}
	}
}

func (w *world) scheduleClosed(c *Closed) {
	w.closed = c
	for i := range w.users {
		u := &w.users[i]
		think := rand.New(&u.think)
		w.sim.At(c.Start.Draw(think)+c.Think.Draw(think), w.click, uint32(i))
	}
}

// arrive begins the action of a user who waits for nobody.
func (w *world) arrive(u uint32) {
	if w.heldBack(u) {
		return
	}
	home, customer := w.seat(int(u))
	w.begin(beginning{user: u, home: home, customer: customer, click: 1})
}

// scheduleOpen lets arrivals come one after the other, each by a user drawn at random.
func (w *world) scheduleOpen(name string, a *arrivals) {
	gaps, who := w.sim.Rand(name+"/gap"), w.sim.Rand(name+"/user")
	var next sim.Kind
	schedule := func(after time.Duration) {
		if at, ok := a.next(after, gaps); ok {
			w.sim.At(at, next, 0)
		}
	}
	next = w.sim.Handle(func(uint32) {
		w.arrive(uint32(who.IntN(len(w.users))))
		schedule(w.sim.Now())
	})
	schedule(-1)
}

func (w *world) scheduleBurst(name string, b *Burst) {
	who := w.sim.Rand(name + "/user")
	var next sim.Kind
	begin := time.Duration(b.At)
	next = w.sim.Handle(func(done uint32) {
		w.arrive(uint32(who.IntN(len(w.users))))
		switch {
		case int(done)+1 < b.Clicks:
			at := begin + time.Duration(done+1)*time.Duration(b.Apart)
			w.sim.At(max(at, w.sim.Now()), next, done+1) // bursts may overlap
		case b.Every > 0:
			begin += time.Duration(b.Every)
			w.sim.At(max(begin, w.sim.Now()), next, 0)
		}
	})
	w.sim.At(begin, next, 0)
}

// scheduleRecorded arranges all arrivals beforehand: at equal times they come before what the run
// itself causes.
func (w *world) scheduleRecorded(name string, r *Recorded) {
	list := r.spreadOut(w.sim.Rand(name + "/spread"))
	next := w.sim.Handle(func(i uint32) {
		if a := list[i]; !w.heldBack(NoUser) {
			w.begin(beginning{user: NoUser, home: a.Node, customer: a.Customer, click: 1})
		}
	})
	for i, a := range list {
		w.sim.At(a.At, next, uint32(i))
	}
}

// arrivals is a rate that changes linearly between knots.
type arrivals struct {
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

func (o *Open) arrivals(length time.Duration) *arrivals {
	a := &arrivals{even: o.Gaps == EvenGaps, until: length}
	if o.Until > 0 {
		a.until = min(length, time.Duration(o.Until))
	}
	at, rate := time.Duration(o.From), float64(o.Rate)
	a.knots = append(a.knots, knot{at, rate})
	for _, s := range o.Stages {
		at, rate = at+time.Duration(s.Over), float64(s.To)
		a.knots = append(a.knots, knot{at, rate})
		at += time.Duration(s.For)
		a.knots = append(a.knots, knot{at, rate})
	}
	if len(o.Stages) == 0 && rate > 0 {
		a.gap = time.Duration(math.Round(1e9 / rate))
	}
	a.top()
	return a
}

func (d *Day) arrivals(length time.Duration) *arrivals {
	shares := d.Hours
	if len(shares) == 0 {
		shares = officeHours
	}
	a := &arrivals{until: length}
	// Knots stand at the middle of each hour, from the one before the start on.
	start := time.Duration(d.Start)
	for hour := int(start/time.Hour) - 1; ; hour++ {
		at := time.Duration(hour)*time.Hour + 30*time.Minute - start
		share := shares[(hour%24+24)%24]
		a.knots = append(a.knots, knot{at, share * float64(d.Peak)})
		if at > length {
			break
		}
	}
	a.top()
	return a
}

func (a *arrivals) top() {
	for _, k := range a.knots {
		a.peak = max(a.peak, k.rate)
	}
}

// rate is the rate at t.
func (a *arrivals) rate(t time.Duration) float64 {
	i, exact := slices.BinarySearchFunc(a.knots, t, func(k knot, t time.Duration) int {
		return int(min(1, max(-1, k.at-t)))
	})
	for exact && i+1 < len(a.knots) && a.knots[i+1].at == t {
		i++ // a step: the later knot holds
	}
	switch {
	case exact:
		return a.knots[i].rate
	case i == 0:
		return 0
	case i == len(a.knots):
		return a.knots[i-1].rate
	}
	from, to := a.knots[i-1], a.knots[i]
	share := float64(t-from.at) / float64(to.at-from.at)
	return from.rate + float64((to.rate-from.rate)*share)
}

// next is the first arrival later than t; -1 asks for the very first. It is false when there is
// none before the end.
func (a *arrivals) next(t time.Duration, r *rand.Rand) (time.Duration, bool) {
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
		gap := exponential(r) / a.peak
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
func (a *arrivals) evenly(t time.Duration) (time.Duration, bool) {
	owed := 1.0
	for t < a.until {
		i, _ := slices.BinarySearchFunc(a.knots, t+1, func(k knot, t time.Duration) int {
			return int(min(1, max(-1, k.at-t)))
		})
		end := a.until
		if i < len(a.knots) {
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
		return t + time.Duration(after*1e9), true
	}
	return 0, false
}
