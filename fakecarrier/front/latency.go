package front

import (
	"context"
	"time"
)

// A waiting is a clock that can wait, as every clockwork and benbjohnson clock can.
type waiting interface {
	After(d time.Duration) <-chan time.Time
}

// wait holds an answer back for as long as a fault says, on the World's own clock, which can wait:
// else there was no such fault. It reports whether somebody still waits for the answer at the end:
// not a caller that has left, nor a request whose deadline is over.
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
