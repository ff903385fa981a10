package faults

import (
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func init() {
	Register("rollout", "Nodes restart one after the other, with another strategy.",
		func() Kind { return &Rollout{} })
}

// A Rollout restarts each node in turn, and each then runs another strategy, for all customers.
type Rollout struct {
	Restart `yaml:",inline"`

	To string `yaml:"to" doc:"Which strategy the nodes run then. Default the compared one."`
}

// Names are the strategies that there are, for the key that names one.
func (*Rollout) Names(key string) []string {
	if key == "to" {
		return spec.Names()
	}
	return nil
}

// Apply restarts the nodes.
func (f *Rollout) Apply(p Platform) {
	sizes := p.Sizes()
	for node := range sizes.Nodes {
		if at, ok := f.stops(node, sizes); ok {
			p.At(at, func() { p.Deploy(node, f.To) })
		}
	}
	f.Restart.Apply(p)
}

// Label is rollout.
func (*Rollout) Label() string { return "rollout" }

// Deploys is the strategy's name.
func (f *Rollout) Deploys() string { return f.To }
