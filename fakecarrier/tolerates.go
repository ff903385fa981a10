package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// Tolerates reports whether no ban and no limit would refuse a request that arrived now, and
// whether, if a meter that bans counts it, it would begin no ban, nor prolong one that is about to
// bite. The carrier does not count it: nothing changes.
func (c *Carrier) Tolerates(now time.Time, r Request) bool {
	at := now.UnixNano()
	if c.bans(at, &r) {
		return false
	}
	for _, l := range c.metering.limits[r.Endpoint] {
		if rule := l.of(&r); rule != nil && l.counts(&r) && quota.Violates(rule, at) {
			return false
		}
	}
	for _, b := range c.metering.changed[r.Endpoint] {
		if b.concerns(&r) && b.violates(at, &r) {
			return false
		}
	}
	return true
}

// violates reports whether a hit that its meters count would begin a ban, or prolong one.
func (b *banBook) violates(at int64, r *Request) bool {
	k := b.of(r)
	banned := k != nil && at < k.until
	watched := false
	for i := range b.meters {
		watched = watched || b.meters[i].counts(r)
	}
	switch {
	case !watched:
		return false
	case banned && b.terms.Extends == throttle.NoExtension:
		return false
	case banned && b.terms.Extends == throttle.OnAnyHit:
		return true
	}
	rules := b.unused
	if k != nil && (banned || k.until == 0 || b.throttle.Counters != throttle.Cleared) {
		rules = k.rules
	}
	clock := b.ticked(at)
	for i, rule := range rules {
		if b.meters[i].counts(r) && quota.Violates(rule, clock) {
			return true
		}
	}
	return false
}
