package fakecarrier

import "time"

// A Standing is how a World's callers stand: what a test asks at its end.
type Standing struct {
	Bans      int // started since the last Reset, imposed ones included
	Banned    int // in force now
	TokenHits int // that counted, banned ones included, since the last Reset
	Readings  []ReadingStanding
}

// OK reports whether there was no ban.
func (s Standing) OK() bool { return s.Bans == 0 }

// A ReadingStanding is what one reading of the thresholds says of the hits that were, whether or
// not it is in force. It judges the meter that came closest. No ban clears its counters.
type ReadingStanding struct {
	Reading        string
	About          string
	InForce        bool
	Violated       bool
	FirstViolation time.Time // where Violated
	Limit          int       // the number in the sentence
	Peak           int       // the smallest limit that the hits would not have exceeded
	AtLeast        bool      // the Peak is beyond what is told apart, four times the limit
}

// Headroom is the share of the limit that was never in use, from 1 (no hit) down to 0, and below 0
// where the limit was exceeded.
func (r ReadingStanding) Headroom() float64 {
	if r.Limit == 0 { // A4: nothing is enforced
		return 1
	}
	return float64(r.Limit-r.Peak) / float64(r.Limit)
}
