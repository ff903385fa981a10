package front

import (
	"context"
	"time"
)

// A waiting is a clock that can wait, as every clockwork and benbjohnson clock can.
type waiting interface {
	After(d time.Duration) <-chan time.Time
}

// wait waits for d on the World's clock; Inject has checked that the clock can. It returns false if
// the request was cancelled or timed out first.
func (w *World) wait(ctx context.Context, d time.Duration) (awaited bool) {
	arrived := w.setup.Clock.(waiting).After(d)
	select {
	case <-arrived:
		return true
	case <-ctx.Done():
	}
	if clock, ok := w.setup.Clock.(interface{ Forget(<-chan time.Time) }); ok {
		clock.Forget(arrived)
	}
	return false
}
