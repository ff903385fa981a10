package front

import (
	"net/netip"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
)

// A Happening is what a World does by itself, so long after it began, or was reset. It is done when
// somebody next looks at the World, as of its own instant.
type Happening struct {
	At time.Duration
	do func(w *World, now time.Time)
}

// Injects is a fault that begins then, and ends after so long; 0: it does not. The error is a fault
// that makes no sense.
func Injects(at time.Duration, f Fault, length time.Duration) (Happening, error) {
	err := f.check()
	return Happening{at, func(w *World, now time.Time) {
		if length > 0 {
			f.Until = now.Add(length)
		}
		if err := w.inject(now, f); err != nil {
			w.note(Event{Kind: EventFault, At: now, Detail: err.Error()})
		}
	}}, err
}

// Imposes is a ban of an address.
func Imposes(at time.Duration, from netip.Addr) Happening {
	return Happening{at, func(w *World, now time.Time) { _, _ = w.impose(now, from, "", time.Time{}) }}
}

// Lifts is the end of such a ban.
func Lifts(at time.Duration, from netip.Addr) Happening {
	return Happening{at, func(w *World, now time.Time) { _ = w.lift(now, from, "") }}
}

// Kills ends the life of all tokens of a client.
func Kills(at time.Duration, client string) Happening {
	return Happening{at, func(w *World, now time.Time) {
		if cl, known := w.clients.numbers[client]; known {
			w.carrier.RevokeAll(now, fakecarrier.Client(cl))
			w.note(Event{Kind: EventToken, At: now, Client: client, Detail: "all revoked"})
		}
	}}
}

// Issues gives a client's token to somebody else, as Issue does.
func Issues(at time.Duration, client string) Happening {
	return Happening{at, func(w *World, now time.Time) { _ = w.issue(now, client) }}
}

// keepAgenda does what was to happen until now. The caller holds the lock.
func (w *World) keepAgenda(now time.Time) {
	for len(w.agenda) > 0 {
		next := w.agenda[0]
		at := w.opened.Add(next.At)
		if at.After(now) {
			return
		}
		w.agenda = w.agenda[1:]
		next.do(w, at)
	}
}
