package world

import (
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Connections are those of one node to one host that carry no request, by when the answer to their
// last one came: the latest is last, and is used first. A node that starts has none. Each carries
// one request at a time, as HTTP/1.1 does; one whose answer nobody heard is closed.
type connections []time.Duration

// take takes one that is not idle for too long (0: no time is), and reports whether there was one.
func (c *connections) take(now, idle time.Duration) bool {
	last := len(*c) - 1
	if last >= 0 && idle > 0 && now-(*c)[last] >= idle {
		*c, last = (*c)[:0], -1 // the others are idle for longer
	}
	if last < 0 {
		return false
	}
	*c = (*c)[:last]
	return true
}

// give returns one whose answer came now.
func (c *connections) give(now time.Duration) { *c = append(*c, now) }

// connecting is what setting up connections needs; where they cost nothing, it is not used.
type connecting struct {
	trips   int
	keeps   time.Duration   // without a request; 0: for good
	departs []time.Duration // by message: when its connection is there
}

// connectNode adds the streams of one more node.
func (k *carrier) connectNode(n int) {
	for e, name := range scenarios.EndpointNames {
		k.setUps[e] = append(k.setUps[e],
			k.rand("connect/%s/node/%d", name, n))
	}
}

// connect returns how long m waits for a connection of its node, which it then takes. The set-up
// takes the legs of that way, those that faults add included; none of its packets is lost.
func (k *carrier) connect(d *node, m *message) (wait time.Duration) {
	c, now := &k.connecting, k.sim.Now()
	if !d.at[k.index].connections[m.endpoint].take(now, c.keeps) {
		legs := k.setUps[m.endpoint][d.index]
		for range 2 * c.trips {
			wait += k.paths[m.endpoint].path.Leg.Draw(legs)
			for _, h := range k.Hindrances.Now() {
				if h.Of.Of(d.index, m.endpoint) {
					wait += h.Adds.Draw(legs)
				}
			}
		}
	}
	if missing := len(k.messages) - len(c.departs); missing > 0 {
		c.departs = append(c.departs, make([]time.Duration, missing)...)
	}
	c.departs[m.index] = now + wait
	return wait
}

// neverSent is when a request departs that was given up while its connection was set up.
const neverSent = -1

// unsent reports whether m still waits for its connection.
func (w *world) unsent(m *message) bool {
	return w.trips > 0 && m.away && w.sim.Now() < w.departs[m.index]
}

// withdraw takes back a request that was given up before it was sent.
func (w *world) withdraw(m *message) {
	w.departs[m.index] = neverSent
	m.record.Kind = measure.RequestLost
	w.emit(&m.record)
}

// leaveConnection leaves the connection of m to the next request, if its answer came; else it is
// closed, and a request that was not sent yet never is.
func (w *world) leaveConnection(d *node, m *message, answered bool) {
	switch {
	case answered:
		d.at[m.record.Carrier].connections[m.endpoint].give(w.sim.Now())
	case w.unsent(m):
		w.withdraw(m)
	}
}
