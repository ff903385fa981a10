package fakecarrier

import (
	"context"
	"time"
)

// wait holds an answer back for as long as a fault says, on the World's own clock if that can wait
// (it has an After, as every clockwork and benbjohnson clock does). A clock that can only tell the
// time delays nothing. A caller that leaves ends the wait.
func (w *World) wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	clock, ok := w.setup.Clock.(interface {
		After(d time.Duration) <-chan time.Time
	})
	if !ok {
		return
	}
	select {
	case <-clock.After(d):
	case <-ctx.Done():
	}
}
