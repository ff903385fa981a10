package fakecarrier

import (
	"context"
	"time"
)

// wait holds an answer back for as long as a fault says, on the World's own clock if that can wait
// (it has an After, as every clockwork and benbjohnson clock does). A clock that can only tell the
// time delays nothing. It reports whether somebody still waits for the answer at the end: not a
// caller that has left, nor a request whose deadline is over.
func (w *World) wait(ctx context.Context, d time.Duration) (awaited bool) {
	clock, ok := w.setup.Clock.(interface {
		After(d time.Duration) <-chan time.Time
	})
	if !ok {
		return true
	}
	select {
	case <-clock.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
