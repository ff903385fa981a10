package strategies

import (
	"math/rand/v2"
	"time"
)

// A backoff makes waits grow exponentially, spread by a jitter. The formulae are those of Marc
// Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 4 March 2015, with attempt
// counted from 0.
type backoff struct {
	jitter Backoff
	base   time.Duration
	limit  time.Duration
}

// A Backoff is how the waits between retries grow.
type Backoff int

// The ways to back off, of a wait before attempt n.
const (
	NoBackoff          Backoff = iota
	PlainBackoff               // min(cap, base*2^n)
	FullJitter                 // random between 0 and that
	EqualJitter                // half of that, and random up to as much again
	DecorrelatedJitter         // min(cap, random between base and 3 times the last wait)
)

var backoffWords = []string{"", "none", "full", "equal", "decorrelated"}

// wait returns how long to wait after that attempt, counted from 0; the wait before was last.
func (b *backoff) wait(r *rand.Rand, attempt int, last time.Duration) time.Duration {
	d := b.base
	for range attempt {
		if d > b.limit/2 {
			d = b.limit
			break
		}
		d *= 2
	}
	switch b.jitter {
	case FullJitter:
		return upTo(r, d)
	case EqualJitter:
		return d/2 + upTo(r, d-d/2)
	case DecorrelatedJitter:
		return min(b.limit, b.base+upTo(r, 3*max(last, b.base)-b.base))
	}
	return d
}

// upTo draws evenly from 0 to d, both included.
func upTo(r *rand.Rand, d time.Duration) time.Duration {
	return time.Duration(r.Int64N(int64(d) + 1))
}
