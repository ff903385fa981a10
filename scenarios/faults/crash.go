package faults

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	Register("crash", "A node ends at once: what is in flight on it is lost with it.",
		func() Kind { return &Crash{} })
}

// A Crash ends a node at once and starts it again. Nobody releases the locks and leases that it
// held between nodes.
type Crash struct {
	Start `yaml:",inline"`

	Node int                 `yaml:"node" min:"0" doc:"Which node. Default 0."`
	Down strict.PositiveSpan `yaml:"down" doc:"How long it is away. Default 10s."`
}

// Defaults sets the defaults.
func (f *Crash) Defaults() { f.Down = strict.PositiveSpan(10 * time.Second) }

// Apply ends the node, and starts it again.
func (f *Crash) Apply(p Platform) {
	f.Once(p, func() { p.CrashNode(f.Node) })
	p.At(time.Duration(f.At)+time.Duration(f.Down), func() {
		p.Ended()
		p.StartNode(f.Node)
	})
}

// Label is crash.
func (*Crash) Label() string { return "crash" }

// Starts returns when the node was up again.
func (f *Crash) Starts(node int, by time.Duration, _ measure.Sizes) (time.Duration, bool) {
	at := time.Duration(f.At) + time.Duration(f.Down)
	return at, node == f.Node && at <= by
}

// Blames reports whether the node asks because its cache is cold since the crash.
func (f *Crash) Blames(h *Hit) bool {
	_, started := f.Starts(h.Node, h.At, h.Sizes)
	return started && h.Why == strategies.WhyCold && !h.Had
}
