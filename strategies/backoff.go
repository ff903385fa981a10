package strategies

import (
	"math/rand/v2"
	"time"
)

// A backoff makes waits grow exponentially, spread by a jitter. The formulae are those of Marc
// Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 4 March 2015, with attempt
// counted from 0.
type backoff struct {
	jitter jitter
	base   time.Duration
	limit  time.Duration
}

type jitter uint8

const (
	noJitter           jitter = iota // min(cap, base*2^attempt)
	fullJitter                       // random between 0 and that
	equalJitter                      // half of that, and random up to as much again
	decorrelatedJitter               // min(cap, random between base and 3 times the last wait)
)

var jitterNames = []string{"none", "full", "equal", "decorrelated"}

// backoffSettings reads a backoff, nil if the settings have none. Base and cap are assumed: the
// blog simulates with 5 ms and 2 s, round trips of a database; a carrier is twenty times slower.
func backoffSettings(s *settings) *backoff {
	b := backoff{base: 100 * time.Millisecond, limit: 10 * time.Second}
	choice(s, "backoff", &b.jitter, jitterNames)
	s.duration("base", &b.base, 1)
	s.duration("cap", &b.limit, 1)
	switch {
	case b.limit < b.base:
		s.fail(s.at, "a cap below the base", "a cap of at least "+b.base.String())
	case !s.has("backoff"):
		if s.has("base") || s.has("cap") {
			s.need("backoff", jitterNames[fullJitter])
		}
		return nil
	}
	return &b
}

func (b *backoff) wait(r *rand.Rand, attempt int, last time.Duration) time.Duration {
	d := b.base
	for range attempt {
		if d >= b.limit/2 {
			d = b.limit
			break
		}
		d *= 2
	}
	d = min(d, b.limit)
	switch b.jitter {
	case fullJitter:
		return upTo(r, d)
	case equalJitter:
		return d/2 + upTo(r, d-d/2)
	case decorrelatedJitter:
		return min(b.limit, b.base+upTo(r, 3*max(last, b.base)-b.base))
	}
	return d
}

// upTo draws evenly from 0 to d, both included.
func upTo(r *rand.Rand, d time.Duration) time.Duration {
	return time.Duration(r.Int64N(int64(d) + 1))
}
