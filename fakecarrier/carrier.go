package fakecarrier

import (
	"cmp"
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
	ban      time.Duration
	last     int64 // the latest instant seen
	callers  callers
	limits   endpointLimits
	tokens   tokens
	codes    codes
	families families
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
	var ban time.Duration
	if m := p.banning(); m != nil {
		ban = cmp.Or(t.Ban, m.Ban.For)
		if t.Lag >= ban {
			return nil, fmt.Errorf("throttle %v: a ban of %v is over before it bites", t, ban)
		}
	}
	return &Carrier{
		profile: p, throttle: t, ban: ban,
		callers: newCallers(&p, &t), limits: newLimits(&p), tokens: newTokens(&p),
	}, nil
}

// Profile is what the carrier was made of.
func (c *Carrier) Profile() *Profile { return &c.profile }

// Handle answers a request that arrives now. It is the only way in. Time must not go back, neither
// here nor between here and Complete.
func (c *Carrier) Handle(now time.Time, r Request) (a Response) {
	at := c.advance(now)
	refused := c.bans(at, &r)
	if c.throttle.Moment == throttle.Arrival && c.minds(&r) {
		if !refused && c.throttle.Hits != throttle.AllHits {
			c.answer(at, &r, &a)
		}
		if c.counts(at, &r, &a, refused) {
			c.count(at, &r, &a)
			refused = refused || c.throttle.Violator == throttle.Refused && c.bans(at, &r)
		}
	}
	if refused {
		return c.refuse(&r, &a)
	}
	if a.Status == 0 {
		c.answer(at, &r, &a)
	}
	switch {
	case r.Endpoint == TokenEndpoint:
		c.grant(at, &r, &a)
	case a.Status == statusOK:
		c.accepted(at, r.Token)
	}
	return a
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
	if c.throttle.Moment == throttle.Arrival || !c.minds(&r) {
		if cut {
			return c.refuse(&r, &a)
		}
		return a
	}
	if c.counts(at, &r, &a, refused || cut) {
		c.count(at, &r, &a)
	}
	denied := c.throttle.Violator == throttle.Refused && a.Ban == BanStarted && c.bans(at, &r)
	if cut || denied || refused && a.Ban != BanNone {
		return c.refuse(&r, &a)
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
	return Covers(c.throttle.Scope, r.Endpoint) && c.callers.of(r.IP, r.Client).bites(at)
}

// watches reports whether the hit counts towards a ban.
func (c *Carrier) watches(r *Request) bool { return Covers(c.throttle.Watches, r.Endpoint) }

// minds reports whether the hit may start or prolong a ban: under OnAnyHit one on an endpoint that
// the ban covers prolongs it, though no meter watches it.
func (c *Carrier) minds(r *Request) bool {
	return c.watches(r) ||
		c.throttle.Extension == throttle.OnAnyHit && Covers(c.throttle.Scope, r.Endpoint)
}

// counts reports whether the hit counts, were it answered so.
func (c *Carrier) counts(at int64, r *Request, a *Response, refused bool) bool {
	switch {
	case c.throttle.Hits == throttle.AllHits:
		return true
	case refused:
		return false
	case c.throttle.Hits == throttle.IssuedHits || a.Status == statusOK && a.Reason != ReasonGrant:
		return a.Status == statusOK && a.Reason == ReasonNone
	case r.Endpoint == TokenEndpoint:
		return !r.BadSecret && a.Reason != ReasonGrant && c.verdictOn(at, r) == grantGood
	}
	why, _ := c.tokens.judge(at, r.Client, r.Token)
	return why == ReasonNone
}

// refuse is the answer of a ban; it keeps what a says of the ban's change.
func (c *Carrier) refuse(r *Request, a *Response) Response {
	return Response{
		Status: statusForbidden, Reason: ReasonBanned,
		Ban: a.Ban, Rule: a.Rule, Since: a.Since,
		BannedUntil: unit.Instant(c.callers.of(r.IP, r.Client).until),
	}
}

// answer fills in what the carrier says behind its ban. It issues nothing.
func (c *Carrier) answer(at int64, r *Request, a *Response) {
	if c.exceeds(at, r, a) {
		return
	}
	if r.Fault != 0 {
		a.Status, a.Reason = r.Fault, ReasonFault
		return
	}
	a.Status = statusUnauthorized
	switch {
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

// BannedUntil is the end of the ban that is in force for a caller, the zero Time if none is.
func (c *Carrier) BannedUntil(ip IP, cl Client, now time.Time) time.Time {
	k := c.callers.of(ip, cl)
	if !k.bites(now.UnixNano()) {
		return time.Time{}
	}
	return unit.Instant(k.until)
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
