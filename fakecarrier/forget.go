package fakecarrier

import "time"

// ForgetClient forgets a client, so that its number can be another's: its tokens and families are
// revoked, and nothing was counted of it.
func (c *Carrier) ForgetClient(now time.Time, cl Client) {
	at := c.advance(now)
	c.RevokeAll(now, cl)
	for newest := range c.owners(cl) {
		for id := newest; c.tokens.held(id); id = c.tokens.at(id).before {
			c.tokens.at(id).client = 0
		}
	}
	if int(cl) < len(c.families.newest) {
		for n := c.families.newest[cl]; c.families.of(n) != nil; n = c.families.of(n).before {
			c.revokeFamily(at, n, 0)
			c.families.of(n).client = 0
		}
		c.families.newest[cl] = 0
	}
	for i := range c.codes.all {
		if k := &c.codes.all[i]; k.Client == cl {
			k.Client, k.expiry = 0, at
		}
	}
	if int(cl) < len(c.tokens.newest) {
		c.tokens.newest[cl] = 0
	}
	if int(cl) < len(c.tokens.issued) {
		c.tokens.issued[cl] = 0
	}
	for _, b := range c.metering.books {
		b.forgetClient(cl)
	}
	for _, limits := range c.metering.limits {
		for _, l := range limits {
			l.forgetClient(cl)
		}
	}
}

// ForgetIP forgets a public address, so that its number can be another's: nothing was counted of
// it, and it is not banned.
func (c *Carrier) ForgetIP(ip IP) {
	for _, b := range c.metering.books {
		b.forgetIP(ip)
	}
	for _, limits := range c.metering.limits {
		for _, l := range limits {
			l.forgetIP(ip)
		}
	}
}

// forgetClient drops the values of a client.
func (k *keyed[T]) forgetClient(cl Client) {
	switch k.key {
	case ByClient:
		drop(k.single, int(cl))
	case ByIPAndClient:
		for _, row := range k.paired {
			drop(row, int(cl))
		}
	}
}

// forgetIP drops the values of an address.
func (k *keyed[T]) forgetIP(ip IP) {
	switch k.key {
	case ByIP:
		drop(k.single, int(ip))
	case ByIPAndClient:
		drop(k.paired, int(ip))
	}
}

// drop makes the i-th value zero, if there is one.
func drop[T any](values []T, i int) {
	var zero T
	if i < len(values) {
		values[i] = zero
	}
}
