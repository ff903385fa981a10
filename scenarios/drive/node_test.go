package drive

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// TestStoppedNodesFallSilent holds that a node that stopped ends its background work when its grace
// is over, not before, and begins no more.
func TestStoppedNodesFallSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fleet{ctx: t.Context(), clock: newClock(scenarios.Epoch, time.Now(), 1)}
		d := &node{transport: &http.Transport{}}
		d.ctx, d.cancel = context.WithCancel(f.ctx)
		var ended time.Duration
		f.run(func() {
			d.background(func(ctx context.Context) {
				<-ctx.Done()
				ended = f.clock.elapsed()
			})
		})
		f.retire(d, scenarios.Duration(5*time.Second))
		f.running.Wait()
		require.Equal(t, 35*time.Second, ended)
		d.background(func(context.Context) { t.Error("a stopped node works on") })
	})
}
