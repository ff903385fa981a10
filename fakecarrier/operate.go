package fakecarrier

import "time"

// Lift ends the ban of a caller now, and reports whether one was in force or about to be. Counters
// are as after any ban.
func (c *Carrier) Lift(now time.Time, ip IP, cl Client) bool {
	at := c.advance(now)
	k := c.callers.of(ip, cl)
	if k == nil || at >= k.until {
		return false
	}
	k.until = at
	return true
}

// Revoke ends a token's life now: from here on it is refused as one that was killed. It reports
// whether the token was accepted until now.
func (c *Carrier) Revoke(now time.Time, id TokenID) bool {
	at := c.advance(now)
	if !c.Alive(now, id) {
		return false
	}
	c.tokens.revoked = true
	c.tokens.at(id).death = at
	return true
}

// Expire makes a token as old as it may get now. It reports whether the token was accepted until
// now.
func (c *Carrier) Expire(now time.Time, id TokenID) bool {
	if !c.Revoke(now, id) {
		return false
	}
	g := c.tokens.at(id)
	g.expiry = g.death
	return true
}
