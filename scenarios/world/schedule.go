package world

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
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
			w.scheduleOpen(name, load.Open.Arrivals(w.Scenario.Lasts()))
		case load.Day != nil:
			w.scheduleOpen(name, load.Day.Arrivals(w.Scenario.Lasts()))
		case load.Burst != nil:
			w.scheduleBurst(name, load.Burst)
		case load.Recorded != nil:
			w.scheduleRecorded(name, load.Recorded)
		}
	}
}

func (w *world) scheduleClosed(c *scenarios.Closed) {
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
func (w *world) scheduleOpen(name string, a *scenarios.Arrivals) {
	gaps, who := w.sim.Rand(name+"/gap"), w.sim.Rand(name+"/user")
	var next sim.Kind
	schedule := func(after time.Duration) {
		if at, ok := a.Next(after, gaps); ok {
			w.sim.At(at, next, 0)
		}
	}
	next = w.sim.Handle(func(uint32) {
		w.arrive(uint32(who.IntN(len(w.users))))
		schedule(w.sim.Now())
	})
	schedule(-1)
}

func (w *world) scheduleBurst(name string, b *scenarios.Burst) {
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
func (w *world) scheduleRecorded(name string, r *scenarios.Recorded) {
	list := r.SpreadOut(w.sim.Rand(name + "/spread"))
	next := w.sim.Handle(func(i uint32) {
		if a := list[i]; !w.heldBack(measure.NoUser) {
			w.begin(beginning{user: measure.NoUser, home: a.Node, customer: a.Customer, click: 1})
		}
	})
	for i, a := range list {
		w.sim.At(a.At, next, uint32(i))
	}
}
