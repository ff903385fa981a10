package faults

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	Register("clock_skew", "A node's clock jumps, by at most a year.",
		func() Kind { return &ClockSkew{} })
}

// ClockSkew turns one node's clock ahead or back, by a year at most: nanoseconds since 1970 are
// held until 2262.
type ClockSkew struct {
	Start `yaml:",inline"`

	Node int           `yaml:"node" min:"0" doc:"Which node's."`
	By   strict.Offset `yaml:"by" min:"-8760h" max:"8760h" meant:"a clock that is at most a year off" doc:"How far; negative: back."`
}

// Apply turns the clock.
func (f *ClockSkew) Apply(p Platform) {
	f.Once(p, func() { p.TurnClock(f.Node, time.Duration(f.By)) })
}

// Label is clock skew.
func (*ClockSkew) Label() string { return "clock skew" }

// Blames reports whether the node used a token that had expired at the carrier.
func (f *ClockSkew) Blames(h *Hit) bool {
	return h.Node == f.Node && time.Duration(f.At) <= h.At && h.Why == strategies.WhyRejected &&
		h.Reason == fakecarrier.ReasonExpired
}

// Leaves says by how much the node's clock is wrong from then on.
func (f *ClockSkew) Leaves() (what string, by int64) {
	return fmt.Sprintf("clock of node %d", f.Node), int64(f.By)
}
