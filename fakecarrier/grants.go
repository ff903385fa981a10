package fakecarrier

import (
	"crypto/sha256"
	"math"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// GrantTerms are what a carrier gives to clients that act for a user. The zero value gives nothing.
type GrantTerms struct {
	CodeLife    time.Duration // of an authorization code; 0 is no authorization code grant
	RefreshLife time.Duration // of a refresh token; 0 is none
	Rotation    Rotation
}

// A Rotation says what becomes of a refresh token that is used.
type Rotation = unit.Enum[rotationNames]

// A used refresh token is worth nothing, and using it again revokes its whole family: all tokens
// that came of the same authorization (RFC 9700, section 4.14.2). Or it is merely refused. Or it
// remains good, and is answered with itself.
const (
	RotateAndRevoke Rotation = iota
	RotateOnly
	Reusable
)

type rotationNames struct{}

func (rotationNames) Names() []string { return []string{"rotate-and-revoke", "rotate", "reusable"} }

// A CodeID is the serial number of an authorization code, from 1.
type CodeID uint64

// A RefreshID names a refresh token: the family of one authorization, from 1, and its number in
// that family, from 1. The zero RefreshID is none.
type RefreshID struct{ Family, Serial uint32 }

// An Authorization is what a user lets a client have.
type Authorization struct {
	Client    Client
	Redirect  string   // the URI that the code was sent to; the exchange must name the same
	Challenge [32]byte // SHA-256 of the verifier that the exchange must show (PKCE); zero is none
}

// An Exchange is what a client shows for a code.
type Exchange struct {
	Code     CodeID
	Redirect string
	Verifier string // of PKCE; "" is none
}

// The most that is remembered of either; the oldest is forgotten beyond it, and is then unknown.
// Assumed.
const (
	mostCodes    = 1 << 12
	mostFamilies = 1 << 16
)

// grants are the codes and refresh tokens of one carrier. Both are held in the order of their
// numbers.
type grants struct {
	firstCode   CodeID
	codes       []code
	firstFamily uint32
	families    []family
}

type code struct {
	Authorization
	expiry int64
	family uint32 // that came of it; 0 while it is unused
}

// A family is what came of one authorization.
type family struct {
	client  Client
	serial  uint32 // of the newest refresh token
	expiry  int64  // of that
	revoked bool
	tokens  []TokenID // access tokens that may still be alive
}

// Authorize issues a code. It is not metered: no carrier says that its authorize page is.
func (c *Carrier) Authorize(now time.Time, a Authorization) CodeID {
	at := c.advance(now)
	g := &c.grants
	if len(g.codes) == mostCodes {
		g.codes = append(g.codes[:0], g.codes[mostCodes/2:]...)
		g.firstCode += mostCodes / 2
	}
	g.codes = append(g.codes, code{
		Authorization: a, expiry: at + int64(c.profile.Grants.CodeLife),
	})
	return g.firstCode + CodeID(len(g.codes))
}

// SignIn is a user who signs in anew and lets the client have a refresh token: the first of a new
// family. It is no request: no meter counts it, and no access token is issued.
func (c *Carrier) SignIn(now time.Time, cl Client) RefreshID {
	at := c.advance(now)
	f := family{client: cl, serial: 1, expiry: c.grants.expiry(at, &c.profile.Grants)}
	return RefreshID{c.grants.open(f), 1}
}

// Takes reports whether a renewal with a refresh token would be answered with tokens now, were
// nothing in its way but the token itself: no ban, no meter and no fault.
func (c *Carrier) Takes(now time.Time, cl Client, id RefreshID) bool {
	f := c.grants.family(id.Family)
	return f.takes(now.UnixNano(), cl) && id.Serial == f.serial
}

// LastsUntil is the latest instant at which a refresh token that Takes accepts would be taken if
// nobody asked for anything meanwhile; the zero Time is for ever.
func (c *Carrier) LastsUntil(id RefreshID) time.Time {
	f := c.grants.family(id.Family)
	if f == nil || f.expiry == forever {
		return time.Time{}
	}
	return unit.Instant(f.expiry - 1)
}

// A verdict is what a carrier makes of the grant of a token request.
type verdict uint8

const (
	grantGood verdict = iota
	grantRefused
	grantReused // it was used before, and its family is to end
)

// grantOf judges the grant of a token request.
func (c *Carrier) grantOf(at int64, r *Request) verdict {
	switch {
	case r.Renews:
		return c.renewal(at, r)
	case r.Code != nil:
		return c.exchange(at, r)
	}
	return grantGood
}

// renewal judges a refresh token.
func (c *Carrier) renewal(at int64, r *Request) verdict {
	f := c.grants.family(r.Refresh.Family)
	switch {
	case !f.takes(at, r.Client):
		return grantRefused
	case r.Refresh.Serial == f.serial:
		return grantGood
	case r.Refresh.Serial < f.serial && c.profile.Grants.Rotation == RotateAndRevoke:
		return grantReused
	}
	return grantRefused
}

// exchange judges a code. It is good once; shown again, it revokes what came of it (RFC 6749,
// section 4.1.2).
func (c *Carrier) exchange(at int64, r *Request) verdict {
	found := c.grants.code(r.Code.Code)
	switch {
	case found == nil || found.Client != r.Client || at >= found.expiry ||
		found.Redirect != r.Code.Redirect || !found.proven(r.Code.Verifier):
		return grantRefused
	case found.family != 0:
		return grantReused
	}
	return grantGood
}

// grant gives what a token request is good for, and ends the family of a grant that was used
// before. One that a ban, a meter or a fault refused is as it was: nobody looked at it.
func (c *Carrier) grant(at int64, r *Request, a *Response) {
	switch a.Reason {
	case ReasonNone:
		a.Token = c.tokens.issue(at, r)
		a.ExpiresIn = c.profile.ExpiresIn
	case ReasonGrant:
		if c.grantOf(at, r) == grantReused {
			c.revokeFamily(at, c.familyOf(r))
		}
		return
	default:
		return
	}
	id := r.Refresh
	if r.Code != nil {
		id = RefreshID{Family: c.grants.open(family{client: r.Client})}
		c.grants.code(r.Code.Code).family = id.Family
	}
	if id.Family != 0 {
		a.Refresh = c.renewed(at, id, a.Token)
	}
}

// familyOf is the family of what a token request shows.
func (c *Carrier) familyOf(r *Request) uint32 {
	if r.Code != nil {
		return c.grants.code(r.Code.Code).family
	}
	return r.Refresh.Family
}

// renewed notes the access token of a family, and returns the family's next refresh token.
func (c *Carrier) renewed(at int64, id RefreshID, token TokenID) RefreshID {
	f := c.grants.family(id.Family)
	now := unit.Instant(at)
	f.tokens = slices.DeleteFunc(f.tokens, func(t TokenID) bool { return !c.Alive(now, t) })
	f.tokens = append(f.tokens, token)
	f.expiry = c.grants.expiry(at, &c.profile.Grants)
	if c.profile.Grants.RefreshLife == 0 {
		return RefreshID{}
	}
	if id.Serial == 0 || c.profile.Grants.Rotation != Reusable {
		f.serial++
	}
	id.Serial = f.serial
	return id
}

// revokeFamily ends all that came of one authorization.
func (c *Carrier) revokeFamily(at int64, number uint32) {
	f := c.grants.family(number)
	if f == nil || f.revoked {
		return
	}
	f.revoked = true
	for _, id := range f.tokens {
		c.Revoke(unit.Instant(at), id)
	}
	f.tokens = nil
}

// forever is the expiry of what has none.
const forever = math.MaxInt64

// expiry is that of a refresh token issued now.
func (g *grants) expiry(at int64, terms *GrantTerms) int64 {
	if terms.RefreshLife == 0 {
		return forever
	}
	return at + int64(terms.RefreshLife)
}

// takes reports whether any refresh token of the family is good.
func (f *family) takes(at int64, cl Client) bool {
	return f != nil && f.client == cl && !f.revoked && at < f.expiry
}

// proven reports whether the verifier is the one that was announced.
func (k *code) proven(verifier string) bool {
	if k.Challenge == [32]byte{} {
		return verifier == ""
	}
	return sha256.Sum256([]byte(verifier)) == k.Challenge
}

// code is what is known of a code, nil if nothing is.
func (g *grants) code(id CodeID) *code {
	if id <= g.firstCode || id > g.firstCode+CodeID(len(g.codes)) {
		return nil
	}
	return &g.codes[id-g.firstCode-1]
}

// family is what is known of a family, nil if nothing is.
func (g *grants) family(number uint32) *family {
	if number <= g.firstFamily || number > g.firstFamily+uint32(len(g.families)) {
		return nil
	}
	return &g.families[number-g.firstFamily-1]
}

// open makes a new family and returns its number.
func (g *grants) open(f family) uint32 {
	if len(g.families) == mostFamilies {
		g.families = append(g.families[:0], g.families[mostFamilies/2:]...)
		g.firstFamily += mostFamilies / 2
	}
	g.families = append(g.families, f)
	return g.firstFamily + uint32(len(g.families))
}
