package world

import (
	"fmt"
	"math/rand/v2"

	"github.com/tokenstorm/tokenstorm/sim"
)

// A user is somebody who clicks. There may be millions, most of them idle: so a user has 40 bytes,
// and each draw makes a rand.Rand on the stack.
type user struct {
	think rand.PCG // thinking times
	mood  rand.PCG // clicking again, losing patience
	click uint16   // number of the next click; closed users only
	obeys bool     // when asked to stop clicking
}

func (w *world) buildUsers() {
	stop := w.Scenario.Users.Stop
	w.users = make([]user, w.Scenario.Fleet.Users)
	for i := range w.users {
		u := &w.users[i]
		u.think.Seed(sim.StreamSeed(w.Seed, fmt.Sprintf("think/user/%d", i)))
		u.mood.Seed(sim.StreamSeed(w.Seed, fmt.Sprintf("mood/user/%d", i)))
		u.click = 1
		if stop != nil {
			u.obeys = stop.Obeyed(w.sim.Rand(fmt.Sprintf("obey/user/%d", i)))
		}
	}
	w.crowd.Seed(sim.StreamSeed(w.Seed, "mood/crowd"))
}

// clicked is the event of a closed user's click.
func (w *world) clicked(u uint32) {
	home, customer := w.Scenario.Fleet.Seat(int(u), len(w.nodes))
	w.begin(beginning{
		user: u, home: home, customer: customer, click: w.users[u].click, closed: true,
	})
}
