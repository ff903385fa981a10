package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// Tolerates reports whether no ban and no limit would refuse a request that arrived now, and
// whether it would begin no ban. The carrier does not count it: nothing changes.
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
	return !c.minds(&r) || !c.violates(at, &r)
}

// violates reports whether a hit would begin a ban, or extend one that is about to bite.
func (c *Carrier) violates(at int64, r *Request) bool {
	k, rules := c.callers.of(r.IP, r.Client), c.callers.fresh()
	switch {
	case k == nil:
	case at < k.until && c.throttle.Extension == throttle.NoExtension:
		return false
	case at < k.until && c.throttle.Extension == throttle.OnAnyHit:
		return true
	case k.until == 0 || at < k.until || c.throttle.Counters == throttle.Kept:
		for i, rule := range k.rules {
			rules[i] = rule.Clone()
		}
	}
	if !c.watches(r) {
		return false
	}
	would := caller{rules: rules}
	violated, _ := would.judge(c.ticked(at))
	return violated >= 0
}
