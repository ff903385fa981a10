package world

import (
	"cmp"
	"errors"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/sim"
)

var errCrashed = errors.New("the node crashed")

// CrashNode ends a node at once. Its processes are gone: what they held between nodes stays held,
// and the carrier's answers to them reach nobody.
func (p platform) CrashNode(node int) {
	w, d := p.world, p.nodes[node]
	d.downs++
	d.stopped, d.waiting = true, nil
	for _, c := range d.chores {
		w.kill(c)
	}
	d.chores = nil
	for _, a := range w.actionsOn(d) {
		w.kill(a)
		a.end(errCrashed) // not pooled: its process may still refer to it
	}
}

// kill ends a process. Nobody waits for its answer any more.
func (w *world) kill(b sim.Body) {
	process := w.sim.Kill(b)
	if process == nil {
		return
	}
	for _, k := range w.carriers {
		k.sessions.killed(process)
	}
	for _, m := range w.messages {
		if m.process != process {
			continue
		}
		m.process = nil
		w.carrierOf(m).sessions.unheard(m, measure.LostByCrash)
		if w.unsent(m) {
			w.withdraw(m)
		}
		if !m.away {
			w.idle = append(w.idle, m)
		}
	}
}

// actionsOn lists the actions under way on a node, in the order in which they began.
func (w *world) actionsOn(d *node) []*action {
	var all []*action
	for _, a := range w.everyAction {
		if a.id != 0 && a.client.node == d {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b *action) int { return cmp.Compare(a.id, b.id) })
	return all
}

// PauseNode lets a node stand still. What falls into the pause happens at its end.
func (p platform) PauseNode(node int) (end func()) {
	w, d := p.world, p.nodes[node]
	if d.pauses++; d.pauses == 1 {
		for _, b := range w.bodiesOf(d) {
			w.sim.Suspend(b, func() { d.later(func() { w.sim.Resume(b) }) })
		}
	}
	return func() {
		if d.pauses--; d.pauses > 0 {
			return
		}
		waiting := d.waiting
		d.waiting = nil
		for _, f := range waiting {
			f()
		}
		for _, b := range w.bodiesOf(d) {
			w.sim.Resume(b)
		}
	}
}

// later arranges that f happens when the node's pause ends.
func (d *node) later(f func()) { d.waiting = append(d.waiting, f) }

// bodiesOf lists what runs on a node: its chores, and its actions.
func (w *world) bodiesOf(d *node) []sim.Body {
	var all []sim.Body
	for _, c := range d.chores {
		all = append(all, c)
	}
	for _, a := range w.actionsOn(d) {
		all = append(all, a)
	}
	return all
}
