package front

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A NextEvent is what the mere passing of time brings next.
type NextEvent struct {
	At   time.Time
	What string // "token expiry", "token death", "window end", "ban start", "ban end", "fault end"
}

// Next is what the passing of time brings next: what a test wants to advance its clock to. Not ok
// if nothing is due. A window ends when its oldest hit no longer counts, for a burst threshold's
// sliding window; that is the earliest moment at which another hit is free again.
func (w *World) Next() (next NextEvent, ok bool) {
	w.mu.Lock()
	defer w.unlock()
	now := w.now()
	due := func(at time.Time, what string) {
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
