package faults

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func init() {
	Register("store_loses", "The store shared by all nodes loses its last writes.",
		func() Kind { return &StoreLoses{} })
}

// StoreLoses lets the shared store fail over to a replica that lagged behind: tokens, leases and
// what is known of the quota are as they were. Redis replicates without waiting, so that a failover
// may lose what was acknowledged.
type StoreLoses struct {
	Start `yaml:",inline"`

	Last strict.PositiveSpan `yaml:"last,required" doc:"How far the replica lagged behind: what was written since then is lost."`
}

// Apply puts back what the store held when the replica last heard of it.
func (f *StoreLoses) Apply(p Platform) {
	var restore func()
	at := time.Duration(f.At)
	p.At(max(0, at-time.Duration(f.Last)), func() { restore = p.SaveStore() })
	f.Once(p, func() { restore() })
}

// Label is store loses writes.
func (*StoreLoses) Label() string { return "store loses writes" }

// Blames reports whether the node asked because a token is gone that it had got.
func (f *StoreLoses) Blames(h *Hit) bool {
	return time.Duration(f.At) <= h.At && h.Why == strategies.WhyCold && h.Had
}

// Momentary is true: the store works all the while.
func (*StoreLoses) Momentary() bool { return true }
