package world

import (
	"math/rand/v2"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/sim"
)

// scheduleWorkload arranges the first click of every load.
func (w *world) scheduleWorkload() {
	for i, load := range w.Scenario.Workload {
		switch shape := load.Shape.(type) {
		case workload.Waiting:
			w.scheduleWaiting(uint8(i), shape)
		case workload.Arriving:
			_, planned := shape.(workload.Recording)
			w.scheduleArriving(uint8(i), w.Scenario.Clicks(i, w.sim.Rand), planned)
		}
	}
}

// scheduleWaiting lets every caller of a load think for the first time.
func (w *world) scheduleWaiting(i uint8, shape workload.Waiting) {
	start, think := shape.Thinks()
	l := &w.loads[i]
	l.think = think
	w.sim.Grow(l.Count)
	for n := range l.Count {
		number := l.Number(n)
		u := &w.users[number]
		u.load = i
		r := rand.New(&u.think)
		at := start.Draw(r) + think.Draw(r)
		if w.climbing != nil {
			w.climbing.thinks(number, 0, at, start)
		}
		w.sim.At(at, w.click, number)
	}
}

// scheduleArriving arranges one click after the other. Clicks that are planned are all arranged
// before the run: so at equal times they come before what the run itself causes.
func (w *world) scheduleArriving(load uint8, next workload.Next, planned bool) {
	if planned {
		var list []workload.Click
		arrive := w.sim.Handle(func(i uint32) { w.arrive(load, &list[i]) })
		for c, ok := next(); ok; c, ok = next() {
			w.sim.At(c.At, arrive, uint32(len(list)))
			list = append(list, c)
		}
		return
	}
	c, ok := next()
	var arrive sim.Kind
	arrive = w.sim.Handle(func(uint32) {
		w.arrive(load, &c)
		if c, ok = next(); ok {
			w.sim.At(c.At, arrive, 0)
		}
	})
	if ok {
		w.sim.At(c.At, arrive, 0)
	}
}

// arrive begins the action of a click that waits for nobody.
func (w *world) arrive(load uint8, c *workload.Click) {
	if w.heldBack(c.User) {
		return
	}
	b := beginning{user: c.User, home: c.Node, customer: c.Customer, click: 1, load: load}
	if c.User != measure.NoUser {
		b.home, b.customer = w.loads[load].Seat(c.User, len(w.nodes))
	}
	w.begin(b)
}
