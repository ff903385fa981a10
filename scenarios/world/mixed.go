package world

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// mix finds the strategies of a mixed fleet: the compared one, and the others. Parts share with
// those of their own strategy alone, the stores are everybody's.
func (w *world) mix() error {
	w.groups = []spec.Strategy{w.Strategy}
	for _, name := range w.Scenario.Others() {
		other, err := spec.Lookup(name)
		if err != nil {
			return err
		}
		w.groups = append(w.groups, other)
	}
	return nil
}

// groupOf is the group that runs a strategy; empty: the compared one.
func (w *world) groupOf(name string) uint8 {
	i := slices.IndexFunc(w.groups, func(s spec.Strategy) bool { return s.Name == name })
	return uint8(max(0, i))
}

// runs is the group of what the node runs for a customer.
func (d *node) runs(customer int) uint8 {
	if d.deploys != nil {
		return *d.deploys
	}
	return d.w.groupOf(d.w.Scenario.Fleet.Runs(d.index, customer))
}

// Deploy lets a node run a strategy from its next start on.
func (p platform) Deploy(node int, strategy string) {
	group := p.groupOf(strategy)
	p.nodes[node].deploys = &group
}
