package fakecarrier

import (
	"math"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A RefreshID names a refresh token: the family of one authorization, from 1, and its number in
// that family, from 1. The zero RefreshID is none.
type RefreshID struct{ Family, Serial uint32 }

// The most that is remembered: families of a carrier, and refresh tokens of a family. The oldest is
// forgotten beyond it, and is then unknown. Assumed.
const (
	mostFamilies = 1 << 16
	mostRefresh  = 1 << 12
)

// forever is the instant of what never comes.
const forever = math.MaxInt64

// families are those of one carrier, in the order of their numbers.
type families struct {
	first  uint32
	all    []family
	newest []uint32 // by client; 0 is none
}

// A family is what came of one authorization.
type family struct {
	client     Client
	scope      string // that was asked for when its user signed in
	before     uint32 // the client's family that began before it
	signedIn   int64
	renewed    int64 // when an access token was last issued, or the user signed in
	revoked    bool
	generation uint32 // of the newest refresh token
	access     TokenID

	first  uint32 // refresh tokens that were forgotten
	tokens []refreshToken
}

// A refreshToken is one of a family, and the pair that it is.
type refreshToken struct {
	parent     uint32 // the one that was shown for it; 0 is none
	generation uint32 // how often the family had been renewed: the parent's and one
	issued     int64
	end        int64 // of its life
	access     TokenID
	says       time.Duration // the expires_in of that
	unsaid     bool          // nothing was said

	used       int64  // when a use first gave another one; forever while none did
	superseded int64  // forever while it is current
	successor  uint32 // that superseded it, or is the first to wait for that
	replays    int
	serving    bool // its renewal is being served, and another would be refused
}

// of is what is known of a family, nil if nothing is.
func (g *families) of(number uint32) *family {
	if number <= g.first || number > g.first+uint32(len(g.all)) {
		return nil
	}
	return &g.all[number-g.first-1]
}

// token is what is known of a refresh token, nil if nothing is.
func (f *family) token(serial uint32) *refreshToken {
	if serial <= f.first || serial > f.first+uint32(len(f.tokens)) {
		return nil
	}
	return &f.tokens[serial-f.first-1]
}

// SignIn is a user who signs in anew and lets the client have a refresh token: the first of a new
// family. It is no request: no meter counts it, and no access token is issued. It panics where the
// profile gives no refresh tokens.
func (c *Carrier) SignIn(now time.Time, cl Client) RefreshID {
	at := c.advance(now)
	number := c.open(at, cl)
	return RefreshID{number, c.families.of(number).add(at, 0, c.profile.Grants.Refresh)}
}

// open makes a new family and returns its number. Where a client has as many as it may, the oldest
// of those that live is revoked.
func (c *Carrier) open(at int64, cl Client) uint32 {
	g := &c.families
	g.newest = reach(g.newest, int(cl))
	if terms := c.profile.Grants.Refresh; terms != nil && terms.Families > 0 {
		c.makeRoom(at, g.newest[cl], terms)
	}
	if len(g.all) == mostFamilies {
		g.all = append(g.all[:0], g.all[mostFamilies/2:]...)
		g.first += mostFamilies / 2
	}
	g.all = append(g.all, family{client: cl, before: g.newest[cl], signedIn: at, renewed: at})
	g.newest[cl] = g.first + uint32(len(g.all))
	return g.newest[cl]
}

// makeRoom lets one family fewer live than a client may have, newest being its newest.
func (c *Carrier) makeRoom(at int64, newest uint32, terms *RefreshTerms) {
	living := 0
	for n := newest; c.families.of(n) != nil; n = c.families.of(n).before {
		if !c.families.of(n).lives(at, terms) {
			continue
		}
		if living++; living == terms.Families {
			c.revokeFamily(at, n, 0)
			return
		}
	}
}

// lives reports whether a renewal with any refresh token of the family could be answered.
func (f *family) lives(at int64, terms *RefreshTerms) bool {
	newest := f.token(f.newest())
	return !f.ended(at, terms) && newest != nil && at < newest.end // no other lives longer
}

// newest is the number of the refresh token that was issued last, 0 if none was.
func (f *family) newest() uint32 { return f.first + uint32(len(f.tokens)) }

// ended reports whether the family was revoked, or not renewed for too long.
func (f *family) ended(at int64, terms *RefreshTerms) bool {
	return f.revoked || terms.Idle > 0 && at-f.renewed >= int64(terms.Idle)
}

// add issues a refresh token for the one that was shown, 0 for the first, and returns its number.
func (f *family) add(at int64, shown uint32, terms *RefreshTerms) uint32 {
	if len(f.tokens) == mostRefresh {
		f.tokens = append(f.tokens[:0], f.tokens[mostRefresh/2:]...)
		f.first += mostRefresh / 2
	}
	t := refreshToken{parent: shown, issued: at, end: forever, used: forever, superseded: forever}
	if p := f.token(shown); p != nil {
		t.generation = p.generation + 1
	}
	switch {
	case terms.Life == 0:
	case terms.LifeFrom == LifeFromSignIn:
		t.end = after(f.signedIn, terms.Life)
	default:
		t.end = after(at, terms.Life)
	}
	f.generation = max(f.generation, t.generation)
	f.tokens = append(f.tokens, t)
	return f.first + uint32(len(f.tokens))
}

// revokeFamily ends all that came of one authorization, because of the request of that serial; 0 is
// none.
func (c *Carrier) revokeFamily(at int64, number uint32, serial uint64) {
	f := c.families.of(number)
	if f == nil || f.revoked {
		return
	}
	f.revoked = true
	if terms := c.profile.Grants.Refresh; terms != nil && terms.KeepsAccess {
		return
	}
	for id := f.access; c.tokens.held(id); id = c.tokens.at(id).before {
		if c.Revoke(unit.Instant(at), id) {
			c.tokens.at(id).killer = serial
		}
	}
}

// after is the instant so much later, at the most forever.
func after(at int64, d time.Duration) int64 {
	if at > forever-int64(d) {
		return forever
	}
	return at + int64(d)
}
