package front

import (
	"fmt"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

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

// String says in one line how far the hits were from the thresholds: for both of them, the reading
// in force that came closest, or of all readings where none is in force.
func (s Standing) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d token hits, %d bans", s.TokenHits, s.Bans)
	for _, average := range []bool{false, true} {
		if r := s.closest(average); r != nil {
			more := ""
			if r.AtLeast {
				more = " or more"
			}
			fmt.Fprintf(&b, "; %s: fullest window %d%s of %d", r.Reading, r.Peak, more, r.Limit)
		}
	}
	return b.String()
}

func (s Standing) closest(average bool) (closest *ReadingStanding) {
	for i := range s.Readings {
		r := &s.Readings[i]
		reading, _ := quota.LookupReading(r.Reading)
		if r.Limit == 0 || reading.Average != average {
			continue
		}
		switch {
		case closest == nil, r.InForce && !closest.InForce:
			closest = r
		case r.InForce == closest.InForce && r.Headroom() < closest.Headroom():
			closest = r
		}
	}
	return closest
}
