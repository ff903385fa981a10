package world

import (
	"math/rand/v2"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/sim"
)

// A user is somebody who clicks. There may be millions, most of them idle: so a user has 40 bytes,
// and each draw makes a rand.Rand on the stack.
type user struct {
	think rand.PCG // thinking times
	mood  rand.PCG // clicking again, losing patience
	click uint16   // number of the next click; closed users only
	load  uint8    // that he waits for; closed users only
	obeys bool     // when asked to stop clicking
}

// A load is a load of the workload in a run.
type load struct {
	workload.Callers
	carrier uint8                // that it calls
	class   uint8                // of its calls
	name    string               // of the class
	think   *chance.Distribution // of callers who wait for their outcome
	keeps   map[uint32]*held     // by caller, of a job that keeps its token; nil: it does not
}

func (w *world) buildUsers() {
	callers := w.Scenario.Callers()
	total := w.Scenario.Fleet.Users
	for i, c := range callers {
		l := load{Callers: c, class: w.Scenario.ClassOf(i), carrier: w.Scenario.CarrierOf(i)}
		l.name = string(w.Scenario.Workload[i].Name)
		if job, ok := w.Scenario.Workload[i].Shape.(workload.TokenKeeper); ok && job.KeepsToken() {
			l.keeps = map[uint32]*held{}
		}
		w.loads = append(w.loads, l)
		total += c.Own()
	}
	w.users = make([]user, total)
	for i := range w.users {
		w.users[i].click = 1
	}
	w.seedUsers(w.Seed)
	if w.Scenario.Users.Stop != nil {
		w.eachGroup(func(load int, users []user) {
			if load >= 0 && w.loads[load].Workers {
				return
			}
			seeds := w.Scenario.CallerSeeds(w.Seed, "obey", load)
			for n := range users {
				users[n].obeys = w.Scenario.Users.Stop.Obeyed(rand.New(rand.NewPCG(seeds(n))))
			}
		})
	}
}

// eachGroup calls f with the users of the fleet, load -1, and with those of each load's own.
func (w *world) eachGroup(f func(load int, users []user)) {
	rest := w.users
	next := func(load, n int) {
		f(load, rest[:n])
		rest = rest[n:]
	}
	next(-1, w.Scenario.Fleet.Users)
	for i, l := range w.loads {
		next(i, l.Own())
	}
}

// seedUsers lets the streams of all users begin.
func (w *world) seedUsers(seed uint64) {
	w.eachGroup(func(load int, users []user) {
		think := w.Scenario.CallerSeeds(seed, "think", load)
		mood := w.Scenario.CallerSeeds(seed, "mood", load)
		for n := range users {
			users[n].think.Seed(think(n))
			users[n].mood.Seed(mood(n))
		}
	})
	w.crowd.Seed(sim.StreamSeed(seed, "mood/crowd"))
}

// clicked is the event of a closed user's click.
func (w *world) clicked(u uint32) {
	if w.climbing != nil && !w.climbing.clicks(u) {
		return
	}
	l := w.users[u].load
	home, customer := w.loads[l].Seat(u, len(w.nodes))
	w.begin(beginning{
		user: u, home: home, customer: customer, click: w.users[u].click, load: l, closed: true,
	})
}
