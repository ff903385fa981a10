package fakecarrier

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A verdict is what a carrier makes of the grant of a token request.
type verdict uint8

const (
	grantGood     verdict = iota
	grantRefused          // and nothing changes
	grantReplayed         // it was superseded, and is forgiven
	grantReused           // it was used before, and is not forgiven
)

// verdictOn judges the grant of a token request.
func (c *Carrier) verdictOn(at int64, r *Request) verdict {
	switch {
	case r.Renews:
		v := c.renewal(at, r.Client, r.Refresh)
		if v != grantRefused && c.token(r.Refresh).serving {
			return grantRefused
		}
		return v
	case r.Code != nil:
		return c.exchange(at, r)
	case r.Polls:
		if _, good := c.state(at, r.Client, r.Device); !good {
			return grantRefused
		}
	}
	return grantGood
}

// renewal judges a refresh token, whether or not it is being used already.
func (c *Carrier) renewal(at int64, cl Client, id RefreshID) verdict {
	f, terms := c.families.of(id.Family), c.profile.Grants.Refresh
	if f == nil || f.client != cl || f.ended(at, terms) {
		return grantRefused
	}
	t := f.token(id.Serial)
	switch {
	case t == nil || at >= t.end:
		return grantRefused
	case at < t.supersededAt(terms):
		return grantGood
	case f.forgives(at, t, terms):
		return grantReplayed
	}
	return grantReused
}

// token is what is known of a refresh token, nil if nothing is.
func (c *Carrier) token(id RefreshID) *refreshToken {
	if f := c.families.of(id.Family); f != nil {
		return f.token(id.Serial)
	}
	return nil
}

// Takes reports whether a renewal with a refresh token would be answered with tokens now, were
// nothing in its way but the token itself: no ban, no meter, no fault, no other renewal.
func (c *Carrier) Takes(now time.Time, cl Client, id RefreshID) bool {
	v := c.renewal(now.UnixNano(), cl, id)
	return v == grantGood || v == grantReplayed
}

// LastsUntil is the latest instant at which a refresh token that Takes accepts would be taken if
// nobody asked for anything meanwhile; the zero Time is for ever.
func (c *Carrier) LastsUntil(id RefreshID) time.Time {
	f, terms := c.families.of(id.Family), c.profile.Grants.Refresh
	if f == nil || f.token(id.Serial) == nil {
		return time.Time{}
	}
	t := f.token(id.Serial)
	end := min(t.end, f.forgivenUntil(t, terms))
	if terms.Idle > 0 {
		end = min(end, after(f.renewed, terms.Idle))
	}
	if end == forever {
		return time.Time{}
	}
	return unit.Instant(end - 1)
}

// grant gives what a token request is good for, and does what becomes of a grant that was used
// before. One that a ban, a meter or a fault refused is as it was: nobody looked at it.
func (c *Carrier) grant(at int64, r *Request, a *Response) {
	if a.Reason != ReasonNone && a.Reason != ReasonGrant {
		return
	}
	switch c.verdictOn(at, r) {
	case grantGood:
		c.give(at, r, a)
	case grantReplayed:
		c.replay(at, r, a)
	case grantReused:
		c.reused(at, r)
		return
	case grantRefused:
		if r.Polls {
			c.poll(at, r)
		}
		return
	}
	if r.Renews && c.profile.Grants.Refresh.Concurrent == RefuseConcurrent {
		c.token(r.Refresh).serving = true
	}
}

// give issues an access token, and the refresh token that comes with it.
func (c *Carrier) give(at int64, r *Request, a *Response) {
	switch {
	case r.Renews:
		c.renew(at, r, a)
	case r.Code != nil:
		k := c.codes.of(r.Code.Code)
		k.family = c.open(at, r.Client)
		c.begin(at, r, a, k.family, k.Scope)
	case r.Polls:
		d := c.devices.of(r.Device)
		d.family = c.open(at, r.Client)
		c.begin(at, r, a, d.family, d.scope)
	default:
		newest := c.tokens.ofClient(r.Client)
		if r.Foreign {
			newest = c.newestOf(r.Client)
		}
		c.issue(at, r, a, newest)
	}
}

// begin issues the first tokens of a family.
func (c *Carrier) begin(at int64, r *Request, a *Response, number uint32, scope string) {
	f := c.families.of(number)
	f.scope = scope
	c.issue(at, r, a, &f.access)
	if c.profile.Grants.Refresh != nil {
		c.pair(at, a, RefreshID{Family: number})
	}
}

// renew is the use of a current refresh token.
func (c *Carrier) renew(at int64, r *Request, a *Response) {
	f, terms := c.families.of(r.Refresh.Family), c.profile.Grants.Refresh
	c.issueIn(at, r, a, f)
	a.Refresh = r.Refresh
	t := f.token(r.Refresh.Serial)
	if terms.Supersede == FirstUseOfNewRefresh {
		f.firstUse(at, r.Refresh.Serial, terms)
	}
	if terms.Rotation.due(at, t.issued, t.end) {
		c.pair(at, a, r.Refresh)
	}
}

// issueIn issues an access token of a family, which is renewed.
func (c *Carrier) issueIn(at int64, r *Request, a *Response, f *family) {
	f.renewed = at
	c.issue(at, r, a, &f.access)
}

// issue issues an access token to an owner, whose newest is noted there.
func (c *Carrier) issue(at int64, r *Request, a *Response, newest *TokenID) {
	a.Token = c.tokens.issue(at, r, newest)
	a.ExpiresIn, a.Unsaid = c.says(time.Duration(c.tokens.lifeOf(r)))
}

// pair issues the refresh token that comes with the access token of the answer, for the one that
// was shown.
func (c *Carrier) pair(at int64, a *Response, shown RefreshID) {
	f, terms := c.families.of(shown.Family), c.profile.Grants.Refresh
	serial := f.add(at, shown.Serial, terms)
	t := f.token(serial)
	t.access, t.says, t.unsaid = a.Token, a.ExpiresIn, a.Unsaid
	a.Refresh = RefreshID{shown.Family, serial}
	if terms.Supersede == FirstUseOfNewAccess {
		c.tokens.at(a.Token).pair = a.Refresh
	}
	if p := f.token(shown.Serial); p != nil && !terms.OldStays {
		p.rotated(at, serial, terms)
	}
}

// served notes that the answer to a request leaves: its refresh token may be shown again.
func (c *Carrier) served(r *Request) {
	if t := c.token(r.Refresh); t != nil { // nil: forgotten meanwhile, or no refresh token
		t.serving = false
	}
}

// answerGrant says whether the grant of a token request is good.
func (c *Carrier) answerGrant(at int64, r *Request, a *Response) {
	switch c.verdictOn(at, r) {
	case grantRefused, grantReused:
		a.Status, a.Reason = c.profile.Grants.InvalidGrant().Status, ReasonGrant
		if r.Polls {
			a.Device, _ = c.state(at, r.Client, r.Device)
		}
	case grantGood, grantReplayed:
	}
}
