package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Impose starts a ban now, or starts the present one's time anew, though no hit violated a
// threshold: an operator's doing, or a violation that nobody here has seen. It returns the ban's
// end. The ban is extended and ends as any other. It panics where the profile bans nobody.
func (c *Carrier) Impose(now time.Time, ip IP, cl Client) time.Time {
	if c.ban == 0 {
		panic("fakecarrier: " + c.profile.Name + " bans nobody")
	}
	at := c.advance(now)
	k := c.callers.open(ip, cl)
	if at >= k.until {
		k.from = at
	}
	k.until = at + int64(c.ban)
	return unit.Instant(k.until)
}
