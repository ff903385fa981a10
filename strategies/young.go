package strategies

import (
	"context"
	"sync"
	"time"
)

// A young token is one that this process has had for a moment only. Where the carrier refuses it,
// another one seldom helps: not all of the carrier's machines know it yet, or a proxy repeats an
// older refusal. Each new token would be as young, and kill the one before.
type young struct {
	most time.Duration // how long a token is young; 0: none is

	mu    sync.Mutex // guards what follows
	value string     // of the newest token
	since time.Time  // when it was first seen
}

// see notes a token that a caller gets.
func (y *young) see(t Token, clock Clock) {
	if y.most == 0 {
		return
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	if t.Value != y.value {
		y.value, y.since = t.Value, clock.Steady()
	}
}

// wait waits until a token is young no more, and reports whether it was.
func (y *young) wait(ctx context.Context, clock Clock, t Token) bool {
	if y.most == 0 {
		return false
	}
	y.mu.Lock()
	left := y.most - clock.Steady().Sub(y.since)
	known := t.Value == y.value
	y.mu.Unlock()
	return known && left > 0 && clock.Sleep(ctx, left) == nil
}
