package world

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/identity"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/sim"
)

// Choices let somebody decide what chance and the order of scheduling decide otherwise: how long
// each leg takes, what is lost, which process crashes, and what comes first of all that is due at
// one instant. A search carries the run out once for each way to choose.
type Choices struct {
	Delays  []time.Duration // that a leg may take; most take the first
	Slow    int             // so many legs take another one at most
	Losses  int             // so many messages may be lost at most
	Crashes int             // so many times a node may crash in place of hearing an answer

	// EveryOrder puts events of one instant in every order, even those that cannot influence each
	// other: what two nodes do that share nothing, or one of them and the carrier.
	EveryOrder bool

	// Choose returns one of the ways to go on, by its number; a negative one ends the run. Each way
	// has a weight: it stands for so many that nothing tells apart. The state, where it is asked
	// for, and all that is chosen from here on decide how the run goes on.
	Choose func(weights []int, state func() identity.Sum) int

	// Seen is kept from run to run by who chooses, if states are asked for.
	Seen *Seen

	// Crashed is told of each node that crashes, and Excepted of each leg that takes another delay
	// than the first, or loses its message; nil: nobody asks.
	Crashed  func(node int, at time.Duration)
	Excepted func(on fakecarrier.Endpoint, e scenarios.Exception)
}

// DownFor is how long a node is down that has crashed by choice. Assumed.
const DownFor = time.Second

// choosing is the state of a run whose course is chosen.
type choosing struct {
	Choices
	w     *world
	over  bool  // nothing is asked any more
	apart bool  // nodes share nothing but the carrier
	nth   []int // by message: which of its node's requests to this endpoint it is
	identities
}

func (w *world) choose(c Choices) {
	w.choosing = &choosing{Choices: c, w: w, apart: w.nodesApart()}
	w.choosing.watch()
	w.sim.Decide(&sim.Order{
		First: w.choosing.first,
		Begun: w.choosing.begun, Turn: w.choosing.turn, Woken: w.choosing.woken,
	})
}

// pick asks for one of several ways.
func (c *choosing) pick(weights []int) int {
	if c.over || len(weights) == 1 && weights[0] == 1 {
		return 0
	}
	i := c.Choose(weights, c.state)
	if i < 0 {
		c.over = true
		c.w.sim.Stop()
		return 0
	}
	c.chosen(i)
	return i
}

// first asks which of the events that are due comes first. Events that cannot influence each other
// are not put in every order, unless EveryOrder is set. Those that nothing tells apart are one way,
// where states are told apart at all.
func (c *choosing) first(all []sim.Due) int {
	places := c.together(all)
	if c.Seen == nil {
		return places[c.pick(slices.Repeat([]int{1}, len(places)))]
	}
	var kinds []identity.Sum
	var weights, firsts []int
	for _, i := range places {
		sum := c.due(&all[i])
		if at := slices.Index(kinds, sum); at >= 0 {
			weights[at]++
			continue
		}
		kinds, weights, firsts = append(kinds, sum), append(weights, 1), append(firsts, i)
	}
	return firsts[c.pick(weights)]
}

// leg asks how long a leg of m takes, or whether it is lost.
func (c *choosing) leg(m *message) (d time.Duration, away bool) {
	fate, d := c.fate(m, c.Losses > 0, false)
	if c.Excepted != nil {
		c.nth = append(c.nth, make([]int, max(0, len(c.w.messages)-len(c.nth)))...)
		c.nth[m.index] = c.w.carrierOf(m).paths[m.endpoint].sent[m.record.Node]
	}
	c.except(m, scenarios.Exception{There: scenarios.PositiveSpan(d), LoseThere: fate == lost}, d)
	return d, fate == lost
}

// except tells of what is out of the ordinary about a leg of m.
func (c *choosing) except(m *message, e scenarios.Exception, took time.Duration) {
	lost := e.LoseThere || e.LoseBack
	if c.Excepted == nil || took == c.Delays[0] && !lost {
		return
	}
	if lost {
		e.There, e.Back = 0, 0
	}
	e.Node, e.Request = int(m.record.Node), c.nth[m.index]
	c.Excepted(m.endpoint, e)
}

// A fate is what becomes of a message on a leg.
type fate uint8

const (
	arrives fate = iota
	lost
	crash // its node crashes in place of hearing it
)

// fate asks for that of m on its next leg, and how long that takes.
func (c *choosing) fate(m *message, mayBeLost, mayCrash bool) (fate, time.Duration) {
	fates := make([]fate, 1, 4)
	delays := 1
	if c.Slow > 0 {
		delays = len(c.Delays)
		fates = append(fates, make([]fate, delays-1)...)
	}
	if mayBeLost {
		fates = append(fates, lost)
	}
	if mayCrash {
		fates = append(fates, crash)
	}
	c.inHand = m
	i := c.pick(slices.Repeat([]int{1}, len(fates)))
	c.inHand = nil
	switch {
	case fates[i] == lost:
		c.Losses--
	case fates[i] == crash:
		c.Crashes--
	case i > 0:
		c.Slow--
	}
	return fates[i], c.Delays[min(i, delays-1)]
}

// home asks what becomes of the answer that leaves the carrier now: when it arrives, or that it is
// lost, or that the node crashes in place of hearing it.
func (c *choosing) home(m *message) {
	fate, d := c.fate(m, c.Losses > 0, c.Crashes > 0)
	m.back, m.lostBack = d, fate != arrives
	if fate == crash {
		c.crash(int(m.record.Node))
		return
	}
	c.except(m, scenarios.Exception{Back: scenarios.PositiveSpan(d), LoseBack: fate == lost}, d)
}

// crash lets a node crash as soon as an answer could arrive, and start again.
func (c *choosing) crash(node int) {
	p := platform{carrier: c.w.carriers[0]}
	p.At(p.Now()+c.Delays[0], func() {
		if p.nodes[node].downs > 0 {
			return
		}
		if c.Crashed != nil {
			c.Crashed(node, p.Now())
		}
		p.CrashNode(node)
		p.At(p.Now()+DownFor, func() { p.StartNode(node) })
	})
}
