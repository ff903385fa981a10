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

// Bans lists the bans of this moment, in the order of their callers' numbers.
func (c *Carrier) Bans(now time.Time) (all []Ban) {
	at := now.UnixNano()
	c.callers.each(func(ip IP, cl Client, k *caller) {
		if k != nil && at < k.until {
			all = append(all, Ban{ip, cl, unit.Instant(k.from), unit.Instant(k.until)})
		}
	})
	return all
}

// Counted reports whether the answer a to the request r let it count as a hit.
func (c *Carrier) Counted(now time.Time, r Request, a Response) bool {
	return c.watches(&r) &&
		(a.Ban != BanNone || c.counts(now.UnixNano(), &r, &a, a.Reason == ReasonBanned))
}
