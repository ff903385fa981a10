package drive

import (
	"context"
	"time"
)

// A journal is what was read of the carrier's journal so far.
type journal struct {
	events []observation
	seq    uint64
	missed uint64
	err    error // of the last reading
}

// follow reads repeatedly until ctx is done: a carrier's journal keeps only the newest events.
func (j *journal) follow(ctx context.Context, o *operator) {
	again := time.NewTicker(pollEvery)
	defer again.Stop()
	for {
		select {
		case <-again.C:
			j.read(ctx, o)
		case <-ctx.Done():
			return
		}
	}
}

// read reads the new events.
func (j *journal) read(ctx context.Context, o *operator) {
	events, missed, err := o.journal(ctx, j.seq)
	if j.err = err; err != nil || len(events) == 0 {
		return
	}
	j.events = append(j.events, events...)
	j.missed += missed
	j.seq = events[len(events)-1].Seq
}
