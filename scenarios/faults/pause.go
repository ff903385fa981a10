package faults

func init() {
	Register("pause", "A node stands still, but not its clock: as a collector of garbage lets it.",
		func() Kind { return &Pause{} })
}

// A Pause lets a node stand still. What falls into it is taken up at its end.
type Pause struct {
	Spell `yaml:",inline"`

	Node int `yaml:"node" min:"0" doc:"Which node. Default 0."`
}

// Apply lets the node stand still.
func (f *Pause) Apply(p Platform) {
	f.During(p, func() func() { return p.PauseNode(f.Node) })
}

// Label is pause.
func (*Pause) Label() string { return "pause" }

// Blames nothing: what was sent late was to be sent anyway.
func (*Pause) Blames(*Hit) bool { return false }
