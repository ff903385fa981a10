package world

import (
	"context"

	"github.com/tokenstorm/tokenstorm/sim"
)

// Threads are those of a node between two starts, each of which carries out one action at a time.
// Who finds none free waits, in the order of arrival.
type threads struct {
	free int
	line *sim.Lock // held by the first in line
	some *sim.Cond // there may be a free one
}

// newThreads returns nil where there is no limit.
func (w *world) newThreads() *threads {
	n := w.Scenario.Fleet.Threads
	if !n.Given {
		return nil
	}
	return &threads{free: int(n.Value), line: w.sim.NewLock(), some: w.sim.NewCond()}
}

// take takes a thread, or gives up with ctx.
func (t *threads) take(ctx context.Context) error {
	if err := t.line.Lock(ctx); err != nil {
		return err
	}
	defer t.line.Unlock()
	for t.free == 0 {
		if err := t.some.Wait(ctx); err != nil {
			return err
		}
	}
	t.free--
	return nil
}

// give gives it back.
func (t *threads) give() {
	t.free++
	t.some.Signal()
}
