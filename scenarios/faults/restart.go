package faults

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	Register("restart", "Nodes restart one after the other, with cold caches.",
		func() Kind { return &Restart{} })
}

// A Restart stops each node in turn and starts it again.
type Restart struct {
	Start `yaml:",inline"`

	Down  strict.PositiveSpan `yaml:"down" doc:"How long each is away. Default 10s."`
	Every strict.Span         `yaml:"every" doc:"From one node to the next. Default 30s."`
	Node  *int                `yaml:"node" min:"0" doc:"Only this node. Default all."`
}

// Grace is how long a node that was stopped may finish what it does: Kubernetes' default
// terminationGracePeriodSeconds.
const Grace = 30 * time.Second

// Defaults sets the defaults.
func (f *Restart) Defaults() {
	f.Down, f.Every = strict.PositiveSpan(10*time.Second), strict.Span(30*time.Second)
}

// Apply restarts the nodes.
func (f *Restart) Apply(p Platform) {
	sizes := p.Sizes()
	for node := range sizes.Nodes {
		at, ok := f.stops(node, sizes)
		if !ok {
			continue
		}
		var end func()
		p.At(at, func() {
			p.Began()
			end = p.StopNode(node)
		})
		p.At(at+time.Duration(f.Down), func() {
			p.Ended()
			p.StartNode(node)
		})
		p.At(at+Grace, func() { end() })
	}
}

// stops is when a node stops, if it does before the run is over.
func (f *Restart) stops(node int, s measure.Sizes) (at time.Duration, ok bool) {
	at = time.Duration(f.At)
	if f.Node != nil {
		return at, *f.Node == node
	}
	if f.Every > 0 && int64(node) > int64(s.Length-at)/int64(f.Every) {
		return 0, false
	}
	return at + time.Duration(node)*time.Duration(f.Every), node < s.Nodes
}

// Label is restart.
func (*Restart) Label() string { return "restart" }

// Starts returns when the node was up again.
func (f *Restart) Starts(node int, by time.Duration, s measure.Sizes) (time.Duration, bool) {
	at, ok := f.stops(node, s)
	at += time.Duration(f.Down)
	return at, ok && at <= by
}

// Blames reports whether the node asks because its cache is cold since the restart.
func (f *Restart) Blames(h *Hit) bool {
	_, started := f.Starts(h.Node, h.At, h.Sizes)
	return started && h.Why == strategies.WhyCold && !h.Had
}
