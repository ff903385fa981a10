package fakecarrier

import (
	"crypto/sha256"
	"time"
)

// A CodeID is the serial number of an authorization code, from 1.
type CodeID uint64

// An Authorization is what a user lets a client have.
type Authorization struct {
	Client    Client
	Redirect  string   // the URI that the code was sent to; the exchange must name the same
	Challenge [32]byte // SHA-256 of the verifier that the exchange must show (PKCE); zero is none
	Scope     string   // what the client asked for
	Nonce     string   // of OpenID Connect, for the one who asks Authorization
}

// An Exchange is what a client shows for a code.
type Exchange struct {
	Code     CodeID
	Redirect string
	Verifier string // of PKCE; "" is none
}

// mostCodes is how many are remembered; the oldest is forgotten beyond it, and is then unknown.
// Assumed.
const mostCodes = 1 << 12

// codes are those of one carrier, in the order of their numbers.
type codes struct {
	first CodeID
	all   []code
}

type code struct {
	Authorization
	expiry int64
	family uint32 // that came of it; 0 while it is unused
}

// Authorize issues a code. It is not metered: no carrier says that its authorize page is.
func (c *Carrier) Authorize(now time.Time, a Authorization) CodeID {
	at := c.advance(now)
	g := &c.codes
	if len(g.all) == mostCodes {
		g.all = append(g.all[:0], g.all[mostCodes/2:]...)
		g.first += mostCodes / 2
	}
	g.all = append(g.all, code{Authorization: a, expiry: at + int64(c.profile.Grants.CodeLife)})
	return g.first + CodeID(len(g.all))
}

// Authorization is what a code stands for; not ok if nothing is known of it.
func (c *Carrier) Authorization(id CodeID) (a Authorization, ok bool) {
	k := c.codes.of(id)
	if k == nil {
		return a, false
	}
	return k.Authorization, true
}

// of is what is known of a code, nil if nothing is.
func (g *codes) of(id CodeID) *code {
	if id <= g.first || id > g.first+CodeID(len(g.all)) {
		return nil
	}
	return &g.all[id-g.first-1]
}

// exchange judges a code. It is good once; shown again, it revokes what came of it (RFC 6749,
// section 4.1.2).
func (c *Carrier) exchange(at int64, r *Request) verdict {
	k := c.codes.of(r.Code.Code)
	switch {
	case k == nil || k.Client != r.Client || at >= k.expiry || k.Redirect != r.Code.Redirect ||
		!k.proven(r.Code.Verifier):
		return grantRefused
	case k.family != 0:
		return grantReused
	}
	return grantGood
}

// proven reports whether the verifier is the one that was announced.
func (k *code) proven(verifier string) bool {
	if k.Challenge == [32]byte{} {
		return verifier == ""
	}
	return sha256.Sum256([]byte(verifier)) == k.Challenge
}
