package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// imposable is the book of the bans that an operator may impose, and lift: the first in the list
// whose callers are told apart by address and client alone; nil if there is none.
func (m *metering) imposable() *banBook {
	for _, b := range m.books {
		if b.ofCaller() {
			return b
		}
	}
	return nil
}

// ImposedBy is what callers are told apart by whom Impose bans and Lift frees, and which of Meters
// is the first that bans them so, from 1; 0: none that the readings in force read. It is not ok
// where nobody can be banned so.
func (c *Carrier) ImposedBy() (key Key, meter uint8, ok bool) {
	b := c.metering.imposable()
	if b == nil {
		return 0, 0, false
	}
	if len(b.meters) > 0 {
		meter = b.meters[0].number
	}
	return b.key, meter, true
}

// Impose starts a ban now, or starts the present one's time anew, though no hit violated a
// threshold: an operator's doing, or a violation that nobody here has seen. It returns the ban's
// end, and whether it starts or goes on. The ban is extended and ends as any other; of several
// kinds it is the first in the list. It panics where ImposedBy is not ok.
func (c *Carrier) Impose(now time.Time, ip IP, cl Client) (time.Time, BanChange) {
	return c.ImposeUntil(now, ip, cl, time.Time{})
}

// ImposeUntil is Impose of a ban that ends at an instant; the zero Time is as long as the carrier
// bans.
func (c *Carrier) ImposeUntil(
	now time.Time, ip IP, cl Client, end time.Time,
) (time.Time, BanChange) {
	b := c.metering.imposable()
	if b == nil {
		panic("fakecarrier: " + c.profile.Name + " bans nobody")
	}
	at := c.advance(now)
	k := b.open(&Request{IP: ip, Client: cl})
	change := BanExtended
	if !k.bites(at) {
		change = BanStarted
	}
	if at >= k.until {
		k.from = at
	}
	k.until = at + int64(b.terms.For)
	if !end.IsZero() {
		k.until = end.UnixNano()
	}
	return unit.Instant(k.until), change
}
