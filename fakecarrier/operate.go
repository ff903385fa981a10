package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// Lift ends the ban of a caller now, and reports whether one was in force or about to be. Counters
// are as after any ban.
func (c *Carrier) Lift(now time.Time, ip IP, cl Client) bool {
	at := c.advance(now)
	b := c.metering.imposable()
	if b == nil {
		return false
	}
	k := b.of(&Request{IP: ip, Client: cl})
	if k == nil || at >= k.until {
		return false
	}
	k.until = at
	return true
}

// Remeter puts other meters, under a throttle, in the place of the carrier's. Nothing was counted
// by them, and nobody is banned. The error says what is impossible in them; then nothing has
// changed.
func (c *Carrier) Remeter(meters []Meter, t throttle.Throttle) error {
	like, err := New(c.profile.WithMeters(meters), t)
	if err != nil {
		return err
	}
	c.profile, c.throttle = like.profile, like.throttle
	c.metering = newMetering(&c.profile, &c.throttle)
	c.Unwatch()
	return nil
}

// Revoke ends a token's life now: from here on it is refused as one that was killed. It reports
// whether the token was accepted until now.
func (c *Carrier) Revoke(now time.Time, id TokenID) bool {
	at := c.advance(now)
	if !c.Alive(now, id) {
		return false
	}
	c.tokens.unordered = true
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

// RevokeAll ends the life of every token of a client that is accepted now.
func (c *Carrier) RevokeAll(now time.Time, cl Client) {
	at := c.advance(now)
	c.tokens.unordered = true
	for newest := range c.owners(cl) {
		for id := newest; c.tokens.held(id); id = c.tokens.at(id).before {
			if g := c.tokens.at(id); at < g.death {
				g.death, g.killer = at, 0
			}
		}
	}
}

// Issue gives a client's token to somebody who asks for it in a way that no meter sees: one of the
// client's newest family, if it has any, which rotates nothing. What that does to the other tokens
// is put down to the request's serial.
func (c *Carrier) Issue(now time.Time, r Request) Response {
	at := c.advance(now)
	a := Response{Status: statusOK}
	c.issue(at, &r, &a, c.newestOf(r.Client))
	return a
}

// newestOf is where the newest token is noted of whoever acts for a client by other means: of its
// newest family, if it has any.
func (c *Carrier) newestOf(cl Client) *TokenID {
	if int(cl) < len(c.families.newest) {
		if f := c.families.of(c.families.newest[cl]); f != nil {
			return &f.access
		}
	}
	return c.tokens.ofClient(cl)
}
