package faults

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	Register("scale_out", "The platform adds nodes.", func() Kind { return &ScaleOut{} })
}

// ScaleOut adds nodes; the users are dealt anew.
type ScaleOut struct {
	Start `yaml:",inline"`

	Nodes strict.PositiveCount `yaml:"nodes" max:"65534" doc:"How many are added."`
}

// Defaults sets the defaults.
func (f *ScaleOut) Defaults() { f.Nodes = 1 }

// Apply adds the nodes.
func (f *ScaleOut) Apply(p Platform) {
	f.Once(p, func() { p.AddNodes(int(f.Nodes)) })
}

// Label is scale-out.
func (*ScaleOut) Label() string { return "scale-out" }

// Blames reports whether a new node asks because its cache is still cold.
func (f *ScaleOut) Blames(h *Hit) bool {
	return h.Node >= h.Sizes.Nodes && time.Duration(f.At) <= h.At && h.Why == strategies.WhyCold &&
		!h.Had
}

// Momentary is true: a node that is there is no trouble.
func (*ScaleOut) Momentary() bool { return true }
