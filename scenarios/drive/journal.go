package drive

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/front"
)

// A journal is what has been read of the carrier's journal so far.
type journal struct {
	events []observation
	seq    uint64 // of the newest of them
	missed uint64 // events that were dropped before they were read
	err    error  // of the last reading
}

// An observation is an event as the carrier's journal shows it.
type observation struct {
	front.Event
	Endpoint string `json:"endpoint"`
	Reason   string `json:"reason"`
	Ban      string `json:"ban"`
}

// follow reads again and again until ctx is done: a carrier's journal keeps only the newest events.
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
	var shown struct {
		Events []observation `json:"events"`
	}
	path := fmt.Sprintf("journal?limit=0&after=%d", j.seq)
	j.err = o.ask(ctx, http.MethodGet, path, nil, &shown)
	if n := len(shown.Events); j.err == nil && n > 0 {
		j.missed += shown.Events[0].Seq - j.seq - 1
		j.events = append(j.events, shown.Events...)
		j.seq = shown.Events[n-1].Seq
	}
}
