package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Ban is one that is in force, or will bite after the carrier's lag.
type Ban struct {
	IP     IP     // 0 where bans are by client id
	Client Client // 0 where bans are by address
	From   time.Time
	Until  time.Time
}

// Bans lists the bans of this moment: those of meters that are first in the list first, then in the
// order of their callers' numbers. A caller who is told apart by neither address nor client is 0.
func (c *Carrier) Bans(now time.Time) (all []Ban) {
	at := now.UnixNano()
	for _, b := range c.metering.books {
		b.each(func(ip IP, cl Client, k *caller) {
			if k != nil && at < k.until {
				all = append(all, Ban{ip, cl, unit.Instant(k.from), unit.Instant(k.until)})
			}
		})
	}
	return all
}

// Counted reports whether the answer a to the request r let it count as a hit of those that the
// throttle watches.
func (c *Carrier) Counted(now time.Time, r Request, a Response) bool {
	return Covers(c.throttle.Watches, r.Endpoint) && (a.Ban != BanNone ||
		c.counts(c.throttle.Hits, now.UnixNano(), &r, &a, a.Reason == ReasonBanned))
}
