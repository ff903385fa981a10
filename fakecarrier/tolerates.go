package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// Tolerates reports whether no ban and no limit would refuse a request that arrived now, and
// whether, if a meter watches it, it would begin no ban, nor prolong one that is about to bite. The
// carrier does not count it: nothing changes.
func (c *Carrier) Tolerates(now time.Time, r Request) bool {
	at := now.UnixNano()
	if c.bans(at, &r) {
		return false
	}
	for _, l := range c.limits[r.Endpoint] {
		if a := l.of(r.IP, r.Client); a != nil && a.Clone().Exceeds(at) {
			return false
		}
	}
	return !c.watches(&r) || !c.violates(at, &r)
}

// violates reports whether a hit that is watched would begin a ban, or prolong one.
func (c *Carrier) violates(at int64, r *Request) bool {
	k := c.callers.of(r.IP, r.Client)
	banned := k != nil && at < k.until
	switch {
	case banned && c.throttle.Extension == throttle.NoExtension:
		return false
	case banned && c.throttle.Extension == throttle.OnAnyHit:
		return true
	}
	over := k != nil && !banned && k.until != 0
	var would caller
	if k == nil || over && c.throttle.Counters == throttle.Cleared {
		would.rules = c.callers.fresh()
	} else {
		for _, rule := range k.rules {
			would.rules = append(would.rules, rule.Clone())
		}
	}
	violated, _ := would.judge(c.ticked(at))
	return violated >= 0
}
