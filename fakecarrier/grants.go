package fakecarrier

import (
	"crypto/sha256"
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

// A RefreshID names a refresh token: the family of one authorization, from 1, and how often it was
// renewed. The zero RefreshID is none.
type RefreshID struct{ Family, Generation uint32 }

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
	client     Client
	generation uint32 // of the newest refresh token
	expiry     int64  // of that
	revoked    bool
	tokens     []TokenID // access tokens that may still be alive
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

// Exchange is Handle for a code: the request r, at the token endpoint, is answered with an access
// token and a refresh token if the code is good. A code is good once; shown again, it revokes what
// came of it (RFC 6749, section 4.1.2). A code that a ban, a meter or a fault refuses stays good.
func (c *Carrier) Exchange(now time.Time, r Request, x Exchange) (Response, RefreshID) {
	at := now.UnixNano()
	found := c.grants.code(x.Code)
	good := found != nil && found.Client == r.Client && at < found.expiry &&
		found.Redirect == x.Redirect && found.proven(x.Verifier)
	a, reached := c.present(now, r, good && found.family == 0)
	if reached && good && found.family != 0 {
		c.revokeFamily(at, found.family)
	}
	if a.Token == 0 {
		return a, RefreshID{}
	}
	id := RefreshID{Family: c.grants.open(family{client: r.Client})}
	found.family = id.Family
	return a, c.renewed(at, id, a.Token)
}

// Refresh is Handle for a refresh token: the request r, at the token endpoint, is answered with an
// access token and the next refresh token if the presented one is good. One that a ban, a meter or
// a fault refuses stays good.
func (c *Carrier) Refresh(now time.Time, r Request, presented RefreshID) (Response, RefreshID) {
	at := now.UnixNano()
	f := c.grants.family(presented.Family)
	known := f != nil && f.client == r.Client && !f.revoked && at < f.expiry
	newest := known && presented.Generation == f.generation
	a, reached := c.present(now, r, newest)
	switch {
	case a.Token != 0:
		return a, c.renewed(at, presented, a.Token)
	case reached && known && presented.Generation < f.generation &&
		c.profile.Grants.Rotation == RotateAndRevoke:
		c.revokeFamily(at, presented.Family)
	}
	return a, RefreshID{}
}

// present handles a request whose grant is good or not, and reports whether the grant was looked
// at: not behind a ban, a meter, a fault or wrong credentials.
func (c *Carrier) present(now time.Time, r Request, good bool) (a Response, reached bool) {
	wrong := r.BadSecret
	r.BadSecret = wrong || !good
	a = c.Handle(now, r)
	reached = !wrong && (a.Status == statusOK || a.Reason == ReasonCredentials)
	if reached && !good {
		a.Reason = ReasonGrant
	}
	return a, reached
}

// renewed notes the access token of a family, and returns the family's next refresh token.
func (c *Carrier) renewed(at int64, id RefreshID, token TokenID) RefreshID {
	f := c.grants.family(id.Family)
	now := unit.Instant(at)
	f.tokens = slices.DeleteFunc(f.tokens, func(t TokenID) bool { return !c.Alive(now, t) })
	f.tokens = append(f.tokens, token)
	f.expiry = at + int64(c.profile.Grants.RefreshLife)
	if c.profile.Grants.RefreshLife == 0 {
		return RefreshID{}
	}
	if id.Generation == 0 || c.profile.Grants.Rotation != Reusable {
		f.generation++
	}
	id.Generation = f.generation
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
