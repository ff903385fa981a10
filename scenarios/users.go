package scenarios

import (
	"fmt"
	"math/rand/v2"
)

// Behaviour is what users do when things go wrong.
type Behaviour struct {
	Again      *Again      `yaml:"click_again,omitempty" jsonschema_description:"After an error."`
	Impatience *Impatience `yaml:"impatience,omitempty" jsonschema_description:"While still waiting: a second click beside the first."`
	Patience   Duration    `yaml:"patience,omitempty" jsonschema_description:"After this long a user gives up waiting; the call is cancelled."`
	Message    *Message    `yaml:"message,omitempty" jsonschema_description:"An error page that asks for patience."`
	Stop       *Stop       `yaml:"told_to_stop,omitempty" jsonschema_description:"Everyone is told to stop clicking for a while."`
}

// Again is the click after an error.
type Again struct {
	After Distribution `yaml:"after" jsonschema_description:"How long after the error."`
	With  float64      `yaml:"with,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"With which probability. Default 1."`
	Times int          `yaml:"times,omitempty" jsonschema:"minimum=0" jsonschema_description:"At most this often in a row. Default no limit."`
}

// Impatience is the click beside a call that takes too long.
type Impatience struct {
	After Duration `yaml:"after" jsonschema:"required" jsonschema_description:"How long the user waits for the answer."`
	With  float64  `yaml:"with,omitempty" jsonschema:"minimum=0,maximum=1" jsonschema_description:"With which probability. Default 1."`
}

// A Message asks users to wait after an error; some do.
type Message struct {
	Wait     Duration `yaml:"wait" jsonschema_description:"For how long it asks them to wait."`
	ObeyedBy float64  `yaml:"obeyed_by" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of users who do."`
}

// Stop is the phone call to every user of every customer.
type Stop struct {
	At       Duration `yaml:"at" jsonschema_description:"When they are told."`
	For      Duration `yaml:"for" jsonschema_description:"For how long they are to stop."`
	ObeyedBy float64  `yaml:"obeyed_by" jsonschema:"minimum=0,maximum=1" jsonschema_description:"Share of users who do."`
}

// A user is somebody who clicks. There may be millions, most of them idle: a user is 40 bytes, and
// draws by a rand.Rand that is made on the stack, for the moment.
type user struct {
	think rand.PCG // thinking times
	mood  rand.PCG // clicking again, losing patience
	click uint16   // number of the next click; closed users only
	obeys bool     // when told to stop clicking
}

func (w *world) buildUsers() {
	stop := w.Scenario.Users.Stop
	w.users = make([]user, w.Scenario.Fleet.Users)
	for i := range w.users {
		u := &w.users[i]
		u.think.Seed(w.sim.StreamSeed(fmt.Sprintf("think/user/%d", i)))
		u.mood.Seed(w.sim.StreamSeed(fmt.Sprintf("mood/user/%d", i)))
		u.click = 1
		if stop != nil {
			u.obeys = w.sim.Rand(fmt.Sprintf("obey/user/%d", i)).Float64() < stop.ObeyedBy
		}
	}
	w.crowd.Seed(w.sim.StreamSeed("mood/crowd"))
}

// seat is the node and customer of a user, by the present number of nodes.
func (w *world) seat(user int) (home, customer int) {
	customers := w.Scenario.Fleet.Customers
	return user / customers % len(w.nodes), user % customers
}

// clicked is the event of a closed user's click.
func (w *world) clicked(u uint32) {
	home, customer := w.seat(int(u))
	w.begin(beginning{
		user: u, home: home, customer: customer, click: w.users[u].click, closed: true,
	})
}
