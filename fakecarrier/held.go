package fakecarrier

import (
	"iter"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Token is an issued token that the carrier still knows in detail.
type Token struct {
	ID     TokenID
	Client Client
	Kind   uint8     // the Request's
	From   time.Time // it is accepted from then on
	Expiry time.Time // its life is over then
	Death  time.Time // it is accepted until then: its Expiry, unless another ends it before
}

// Token returns an issued token; not ok if there is none, or if it expired so long ago that the
// carrier has forgotten it.
func (c *Carrier) Token(id TokenID) (t Token, ok bool) {
	if !c.tokens.held(id) {
		return Token{}, false
	}
	g := c.tokens.at(id)
	return Token{
		id, g.client, g.kind, unit.Instant(g.from), unit.Instant(g.expiry), unit.Instant(g.death),
	}, true
}

// A RefreshToken is a refresh token that the carrier still knows.
type RefreshToken struct {
	Generation uint32    // how often its family had been renewed when it was issued
	Expiry     time.Time // its life is over then; the zero Time is never
	SignedIn   time.Time // when the user of its family signed in
	Scope      string    // that was asked for then
}

// RefreshToken returns a refresh token; not ok if there is none, or if the carrier has forgotten
// it.
func (c *Carrier) RefreshToken(id RefreshID) (r RefreshToken, ok bool) {
	t := c.token(id)
	if t == nil {
		return r, false
	}
	f := c.families.of(id.Family)
	r.Generation, r.SignedIn, r.Scope = t.generation, unit.Instant(f.signedIn), f.scope
	if t.end < forever {
		r.Expiry = unit.Instant(t.end)
	}
	return r, true
}

// Tokens yields the tokens that the carrier knows in detail, the newest first.
func (c *Carrier) Tokens() iter.Seq[Token] {
	return func(yield func(Token) bool) {
		for id := c.tokens.next; id > c.tokens.first; {
			id--
			if t, _ := c.Token(id); !yield(t) {
				return
			}
		}
	}
}

// Held is how many tokens the carrier knows in detail.
func (c *Carrier) Held() int { return int(c.tokens.next - c.tokens.first) }

// Issued is how many tokens were issued, forgotten ones included: the ID of the newest.
func (c *Carrier) Issued() TokenID { return c.tokens.next - 1 }
