package front

import (
	"fmt"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// A Standing is how close the callers of a World came to a ban. A test checks it at its end.
type Standing struct {
	Requests  int               `json:"requests"`   // answered since the last Reset, or lost
	Bans      int               `json:"bans"`       // started since the last Reset or imposed
	Banned    int               `json:"banned"`     // in force now
	TokenHits int               `json:"token_hits"` // since the last Reset, those during bans too
	Readings  []ReadingStanding `json:"readings"`
}

// OK reports whether somebody used the World, and there was no ban.
func (s Standing) OK() bool { return s.Bans == 0 && !s.Unused() }

// Unused reports whether nobody sent a request since the last Reset: a World of which nothing can
// be said. Whoever was to use it probably uses another.
func (s Standing) Unused() bool { return s.Requests == 0 }

// A ReadingStanding is how one reading of the thresholds judges all hits so far, in force or not.
// It is that of the meter that came closest. A ban does not clear its counters.
type ReadingStanding struct {
	Reading        string    `json:"reading"`
	About          string    `json:"about"`
	InForce        bool      `json:"in_force"`
	Violated       bool      `json:"violated"`
	FirstViolation time.Time `json:"first_violation,omitzero"`
	Limit          int       `json:"limit"`    // the number in the sentence
	Peak           int       `json:"peak"`     // the smallest limit that the hits would not exceed
	AtLeast        bool      `json:"at_least"` // the Peak is four times the limit or more
}

// Headroom returns the share of the limit that was never used: 1 if there was no hit, 0 at the
// limit, below 0 if the limit was exceeded.
func (r ReadingStanding) Headroom() float64 {
	if r.Limit == 0 { // A4: nothing is enforced
		return 1
	}
	return float64(r.Limit-r.Peak) / float64(r.Limit)
}

// String returns one line: how close the hits came to each threshold. It names the reading that
// came closest, of the readings in force, or of all readings if none is in force.
func (s Standing) String() string {
	if s.Unused() {
		return "unused: no request came"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d token hits, %d bans", s.TokenHits, s.Bans)
	if len(s.Readings) == 0 {
		b.WriteString("; the carrier has no thresholds")
	}
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
