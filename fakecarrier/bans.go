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
	add := func(k *meter, ip, cl int) {
		if k != nil && at < k.until {
			all = append(all, Ban{IP(ip), Client(cl), unit.Instant(k.from), unit.Instant(k.until)})
		}
	}
	m := &c.meters
	for i, k := range m.single {
		if m.key == ByClient {
			add(k, 0, i)
		} else {
			add(k, i, 0)
		}
	}
	for ip, row := range m.paired {
		for cl, k := range row {
			add(k, ip, cl)
		}
	}
	return all
}

// Counted reports whether the answer a to the request r let it count as a hit.
func (c *Carrier) Counted(now time.Time, r Request, a Response) bool {
	return c.throttle.Watches.covers(r.Endpoint) &&
		(a.Ban != BanNone || c.counts(now.UnixNano(), &r, &a, a.Reason == ReasonBanned))
}
