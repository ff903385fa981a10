package front

import (
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A NextEvent is what will happen next if nobody sends a request.
type NextEvent struct {
	At   time.Time
	What string // "token expiry", "token death", "window end", "ban start", "ban end", "fault end"
}

// Next returns what will happen next if nobody sends a request: the moment to which a test advances
// its clock. If kinds are given, it is one of them. It returns not ok if nothing will happen. A
// sliding window ends when its oldest hit no longer counts, which makes room for another.
func (w *World) Next(kinds ...string) (next NextEvent, ok bool) {
	w.mu.Lock()
	defer w.unlock()
	now := w.now()
	due := func(at time.Time, what string) {
		if len(kinds) > 0 && !slices.Contains(kinds, what) {
			return
		}
		if at.After(now) && (!ok || at.Before(next.At)) {
			next, ok = NextEvent{at, what}, true
		}
	}
	for _, b := range w.bans(now) {
		due(b.From, "ban start")
		due(b.Until, "ban end")
	}
	for _, f := range w.faults {
		due(f.Until, "fault end")
	}
	for t := range w.carrier.Tokens() {
		if t.Death.Before(t.Expiry) {
			due(t.Death, "token death")
		} else {
			due(t.Expiry, "token expiry")
		}
	}
	for _, k := range w.standing.order {
		for _, limit := range w.setup.Profile.TokenLimits() {
			for _, hit := range k.kept {
				if end := unit.Instant(hit + int64(limit.Window)); end.After(now) {
					due(end, "window end")
					break
				}
			}
		}
	}
	return next, ok
}
