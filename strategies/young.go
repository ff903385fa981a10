package strategies

import (
	"context"
	"sync"
	"time"
)

// A young token is one that this process has had for a moment only. Where the carrier refuses it,
// another one seldom helps: not all of the carrier's machines know it yet, or a proxy repeats an
// older refusal. Each new token would be as young, and kill the one before. After each token in a
// row that never worked, the next is young for twice as long.
type young struct {
	least time.Duration // how long a token is young; 0: none is

	mu      sync.Mutex // guards what follows
	value   string     // of the newest token
	since   time.Time  // when it was first seen
	works   bool       // a call with it has succeeded
	refused bool
	vain    int // tokens in a row before it that never worked
}

// mostYoung is how many times as long as the first a token is young at most: assumed, so that
// nobody who retries twice waits longer than a minute.
const mostYoung = 4

// see notes a token that a caller has got.
func (y *young) see(t Token, clock Clock) {
	if y.least == 0 {
		return
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	if t.Value == y.value {
		return
	}
	if y.refused && !y.works {
		y.vain++
	} else {
		y.vain = 0
	}
	y.value, y.since, y.works, y.refused = t.Value, clock.Steady(), false, false
}

// worked notes that a call with a token has succeeded.
func (y *young) worked(t Token) {
	if y.least == 0 {
		return
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	y.works = y.works || t.Value == y.value
}

// wait notes that a token was refused. It waits until the token is young no more, and reports
// whether it was.
func (y *young) wait(ctx context.Context, clock Clock, t Token) bool {
	if y.least == 0 {
		return false
	}
	y.mu.Lock()
	newest := t.Value == y.value
	y.refused = y.refused || newest
	left := times(y.least, min(1<<min(y.vain, mostYoung), mostYoung)) - clock.Steady().Sub(y.since)
	y.mu.Unlock()
	return newest && left > 0 && clock.Sleep(ctx, left) == nil
}
