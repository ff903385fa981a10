package fakecarrier

import (
	"fmt"
	"iter"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Carrier is one fake carrier in operation. It is not safe for concurrent use.
type Carrier struct {
	profile  Profile
	throttle throttle.Throttle
	last     int64 // the latest instant seen
	metering metering
	tokens   tokens
	codes    codes
	devices  devices
	families families
	watchers [APIEndpoint + 1][]*watcher // by the endpoint that they look at
}

// New returns a carrier that has issued nothing yet. The error says what is impossible in the
// configuration.
func New(p Profile, t throttle.Throttle) (*Carrier, error) {
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("carrier %s: %w", p.Name, err)
	}
	if err := t.Check(); err != nil {
		return nil, fmt.Errorf("throttle %v: %w", t, err)
	}
	if err := p.canRead(&t); err != nil {
		return nil, err
	}
	c := &Carrier{profile: p, throttle: t, tokens: newTokens(&p)}
	c.metering = newMetering(&c.profile, &c.throttle)
	for _, b := range c.metering.books {
		if t.Lag >= b.terms.For {
			return nil, fmt.Errorf("throttle %v: a ban of %v is over before it bites", t, b.terms.For)
		}
	}
	return c, nil
}

// Profile is what the carrier was made of.
func (c *Carrier) Profile() *Profile { return &c.profile }

// Handle answers a request that arrives now. It is the only way in. Time must not go back, neither
// here nor between here and Complete.
func (c *Carrier) Handle(now time.Time, r Request) Response {
	at := c.advance(now)
	a := c.handle(at, &r)
	if c.metering.told[r.Endpoint] && a.Reason != ReasonBanned { // an edge knows no limits
		a.Limits = c.announce(at, &r, &a)
	}
	return a
}

func (c *Carrier) handle(at int64, r *Request) (a Response) {
	o := objection{place: none, edge: none}
	banned := false
	for _, b := range c.metering.covered[r.Endpoint] {
		banned = b.raise(at, r, &o) || banned
	}
	watched := c.throttle.Moment == throttle.Arrival && len(c.metering.changed[r.Endpoint]) > 0
	if watched {
		c.reachEdge(at, r, &a, &o, banned)
	}
	if len(c.metering.limits[r.Endpoint]) > 0 {
		c.limited(at, r, &o)
	}
	if len(c.watchers[r.Endpoint]) > 0 && c.throttle.Moment == throttle.Arrival {
		c.watch(at, r, o.limit)
	}
	answered := watched && c.reachRest(at, r, &a, &o, banned)
	switch {
	case o.place < none && o.limit == nil:
		return c.refuse(at, r, &a)
	case o.limit != nil:
		o.fill(at, &a)
		return a
	case !answered:
		c.answer(at, r, &a)
	}
	if r.Endpoint == TokenEndpoint {
		c.grant(at, r, &a)
	} else if a.Status == statusOK {
		c.accepted(at, r.Token)
	}
	if c.metering.issued[r.Endpoint] && a.Status == statusOK && a.Reason == ReasonNone {
		c.succeeded(at, r)
	}
	return a
}

// reachEdge shows a request to the meters that ban at the edge, where these need not know what the
// carrier would answer.
func (c *Carrier) reachEdge(at int64, r *Request, a *Response, o *objection, banned bool) {
	for _, b := range c.metering.changed[r.Endpoint] {
		if b.terms.Edge && !b.looks && b.place <= o.edge {
			c.count(b, at, r, a, banned)
			if c.throttle.Violator == throttle.Refused {
				b.raise(at, r, o)
			}
		}
	}
}

// reachRest shows a request to the other meters that ban. It fills in what the carrier would
// answer, if one must know that, and reports that it has.
func (c *Carrier) reachRest(
	at int64, r *Request, a *Response, o *objection, banned bool,
) (answered bool) {
	for _, b := range c.metering.changed[r.Endpoint] {
		if b.terms.Edge && !b.looks || b.place > o.edge {
			continue
		}
		if b.looks && !banned && !answered {
			if answered = o.limit == nil; answered {
				c.answer(at, r, a)
			} else {
				a.Status, a.Reason = o.limit.Refusal.Status, o.limit.Refusal.Reason
			}
		}
		c.count(b, at, r, a, banned)
		if c.throttle.Violator == throttle.Refused {
			b.raise(at, r, o)
		}
	}
	return answered
}

// Complete is called when the answer a to the request r leaves, and returns the answer that leaves.
// Three switches need it: hits that count at completion, requests that a ban cuts off, and renewals
// that are refused beside another; it changes nothing otherwise. Under hits that count at
// completion every answer must come by here, at once if service takes no time. A token that was
// issued is issued, even if its answer is cut off.
func (c *Carrier) Complete(now time.Time, r Request, a Response) Response {
	at := c.advance(now)
	if a.Token != 0 {
		c.served(&r)
	}
	refused := a.Reason == ReasonBanned
	cut := c.throttle.InFlight == throttle.Cut && !refused && a.Ban == BanNone && c.bans(at, &r)
	if c.throttle.Moment == throttle.Arrival {
		if cut {
			return c.refuse(at, &r, &a)
		}
		return a
	}
	c.show(at, &r, &a)
	for _, b := range c.metering.changed[r.Endpoint] {
		c.count(b, at, &r, &a, refused || cut)
	}
	denied := c.throttle.Violator == throttle.Refused && a.Ban == BanStarted && c.bans(at, &r)
	if cut || denied || refused && a.Ban != BanNone {
		return c.refuse(at, &r, &a)
	}
	return a
}

// advance notes the time.
func (c *Carrier) advance(now time.Time) int64 {
	at := now.UnixNano()
	if at < c.last {
		panic(fmt.Sprintf("fakecarrier: time went back from %v to %v", unit.Instant(c.last), now))
	}
	c.last = at
	return at
}

// bans reports whether a ban refuses the request at this instant.
func (c *Carrier) bans(at int64, r *Request) bool {
	for _, b := range c.metering.covered[r.Endpoint] {
		if b.bans(at, r) {
			return true
		}
	}
	return false
}

// counts reports whether a hit is one of those hits, were it answered so.
func (c *Carrier) counts(hits throttle.Hits, at int64, r *Request, a *Response, refused bool) bool {
	switch {
	case hits == throttle.AllHits:
		return true
	case refused:
		return false
	case hits == throttle.IssuedHits || a.Status == statusOK && a.Reason != ReasonGrant:
		return a.Status == statusOK && a.Reason == ReasonNone
	case r.Endpoint == TokenEndpoint:
		return !r.BadSecret && a.Reason != ReasonGrant && c.verdictOn(at, r) == grantGood
	}
	why, _ := c.tokens.judge(at, r.Client, r.Token)
	return why == ReasonNone
}

// refuse is the answer of a ban; it keeps what a says of a ban's change. Of several bans it is the
// first in the list.
func (c *Carrier) refuse(at int64, r *Request, a *Response) Response {
	refusal := Response{
		Status: statusForbidden, Reason: ReasonBanned,
		Ban: a.Ban, Rule: a.Rule, Meter: a.Meter, Since: a.Since, Further: a.Further,
	}
	for _, b := range c.metering.covered[r.Endpoint] {
		if k := b.of(r); b.concerns(r) && k != nil && at <= k.until {
			refusal.BannedUntil = unit.Instant(k.until)
			break
		}
	}
	return refusal
}

// answer fills in what the carrier says behind its meters. It issues nothing.
func (c *Carrier) answer(at int64, r *Request, a *Response) {
	if r.Fault != 0 {
		a.Status, a.Reason = r.Fault, ReasonFault
		return
	}
	a.Status = statusUnauthorized
	switch {
	case r.NoRights:
		a.Status, a.Reason = statusForbidden, ReasonRights
	case r.Endpoint == APIEndpoint:
		a.Reason, a.KilledBy = c.tokens.judge(at, r.Client, r.Token)
	case r.BadSecret:
		a.Reason = ReasonCredentials
	case c.tokens.early(at, r.Client, c.profile.RenewNotBefore):
		a.Status, a.Reason = statusBadRequest, ReasonEarly
	default:
		c.answerGrant(at, r, a)
	}
	if a.Reason == ReasonNone {
		a.Status = statusOK
	}
}

// BannedUntil is the end of the last ban that is in force for a caller, whatever it covers; the
// zero Time if none is. Bans by refresh token or by grant are those of no caller.
func (c *Carrier) BannedUntil(ip IP, cl Client, now time.Time) time.Time {
	until, at, r := int64(0), now.UnixNano(), Request{IP: ip, Client: cl}
	for _, b := range c.metering.books {
		if k := b.of(&r); b.ofCaller() && k.bites(at) {
			until = max(until, k.until)
		}
	}
	if until == 0 {
		return time.Time{}
	}
	return unit.Instant(until)
}

// Alive reports whether a token lives at this instant: it would be accepted from its own client,
// unless it is not active yet.
func (c *Carrier) Alive(now time.Time, id TokenID) bool {
	return c.tokens.held(id) && now.UnixNano() < c.tokens.at(id).death
}

// Live is the number of a client's tokens that would be accepted at this instant.
func (c *Carrier) Live(cl Client, now time.Time) (n int) {
	for newest := range c.owners(cl) {
		n += c.tokens.live(now.UnixNano(), newest)
	}
	return n
}

// LiveWith is how many tokens live at this instant: of a token and the older ones of its owner,
// which is its family, or else its client.
func (c *Carrier) LiveWith(id TokenID, now time.Time) int {
	return c.tokens.live(now.UnixNano(), id)
}

// owners yields the newest token of each owner that acts for the client: its families, and itself.
func (c *Carrier) owners(cl Client) iter.Seq[TokenID] {
	return func(yield func(TokenID) bool) {
		if int(cl) < len(c.tokens.newest) && !yield(c.tokens.newest[cl]) {
			return
		}
		if int(cl) >= len(c.families.newest) {
			return
		}
		for f := c.families.of(c.families.newest[cl]); f != nil; f = c.families.of(f.before) {
			if !yield(f.access) {
				return
			}
		}
	}
}
