package world

import (
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A locus is where an event happens. What happens at two of them at one instant does not hang on
// which comes first: a message between them takes longer than that.
type locus int

const (
	everywhere locus = iota - 2
	atCarriers
	atNodes // and on: by node
)

// together lists the events of this instant that are put in order now: those at the first locus at
// which there are some, or all of them.
func (c *choosing) together(all []sim.Due) (places []int) {
	least := locus(len(c.w.nodes))
	at := make([]locus, len(all))
	for i := range all {
		at[i] = c.locusOf(all, &all[i])
		least = min(least, at[i])
	}
	for i := range all {
		if at[i] == least || least == everywhere {
			places = append(places, i)
		}
	}
	return places
}

func (c *choosing) locusOf(all []sim.Due, e *sim.Due) locus {
	w := c.w
	node := -1
	switch {
	case c.EveryOrder || !c.apart:
	case e.Process != nil:
		node = c.nodeOf(e.Process.Body()).index
	case e.Body != nil:
		node = c.nodeOf(e.Body).index
	case e.Kind == w.click:
		node, _ = w.loads[w.users[e.Arg].load].Seat(e.Arg, len(w.nodes))
	case e.Kind == w.reach, e.Kind == w.leave:
		m := w.messages[e.Arg]
		for i := range all {
			if m.process != nil && all[i].Process == m.process {
				return everywhere // who waits for the answer may give up at this instant
			}
		}
		return atCarriers
	}
	if node < 0 {
		return everywhere
	}
	return atNodes + locus(node)
}

// nodesApart reports whether the nodes of a run share nothing but the carrier.
func (w *world) nodesApart() bool {
	for _, g := range w.groups {
		if strategies.NeedsOf(g.Parts...) != (strategies.Needs{}) {
			return false
		}
	}
	for _, k := range w.carriers {
		if k.common != nil {
			return false
		}
	}
	return true
}
