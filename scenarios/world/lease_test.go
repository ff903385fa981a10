package world

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// TestLeaseAtItsEnd is computed by hand: two nodes want one lease for ten seconds each.
func TestLeaseAtItsEnd(t *testing.T) {
	w := &world{sim: sim.New(1)}
	shared := strategies.NewMemoryLease(nodeClock{&node{w: w}})
	store := &cache{k: &carrier{world: w}}
	nodes := []lease{{store, shared.For("0/0")}, {store, shared.For("1/0")}}
	for _, step := range []struct {
		at   time.Duration
		node int
		held bool
	}{
		{0, 0, true},
		{10*time.Second - 1, 1, false},
		{10 * time.Second, 1, true}, // until 20 s
		{15 * time.Second, 1, true}, // prolonged, until 25 s
		{25*time.Second - 1, 0, false},
		{25 * time.Second, 0, true},
	} {
		hold := w.sim.Handle(func(uint32) {
			grant, err := nodes[step.node].Hold(context.Background(), 10*time.Second)
			require.NoError(t, err)
			require.Equal(t, step.held, grant.Held, "node %d at %v", step.node, step.at)
		})
		w.sim.At(step.at, hold, 0)
	}
	require.NoError(t, w.sim.Run(time.Minute))
}
