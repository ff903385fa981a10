package drive

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// idleFleet is a fleet of one node, and of one fault, that nobody uses.
func idleFleet(t *testing.T, k faults.Kind) *fleet {
	s := &scenarios.Scenario{
		Length: scenarios.PositiveSpan(time.Hour), Faults: []faults.Fault{{Key: "made_up", Kind: k}},
	}
	clock := newClock(scenarios.Epoch, time.Now(), 1)
	f := &fleet{
		Run: &Run{Run: world.Run{Scenario: s}}, ctx: t.Context(), clock: clock,
		book: &book{clock: clock, length: time.Hour},
	}
	d := &node{transport: &http.Transport{}, gate: newGate(f.ctx)}
	d.ctx, d.cancel = context.WithCancel(f.ctx)
	f.nodes.present = []*node{d}
	return f
}

// TestStoppedNodesFallSilent holds that a node that stopped ends its background work when its grace
// is over, not before, and begins no more.
func TestStoppedNodesFallSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := idleFleet(t, &madeUp{apply: func(p faults.Platform) {
			var end func()
			p.At(5*time.Second, func() { end = p.StopNode(0) })
			p.At(5*time.Second+faults.Grace, func() { end() })
		}})
		d := f.nodes.at(0)
		var ended time.Duration
		f.run(func() {
			f.background(d, func(ctx context.Context) {
				<-ctx.Done()
				ended = f.clock.elapsed()
			})
		})
		f.trouble(0)
		f.running.Wait()
		require.Equal(t, 35*time.Second, ended)
		f.background(d, func(context.Context) { t.Error("a stopped node works on") })
	})
}
