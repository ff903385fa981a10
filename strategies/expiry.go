package strategies

import "time"

// An Expiry says when a token counts as expired, less a margin.
type Expiry int

// The ways to tell. A holder whose clock is wrong by a standing error finds a token expired at the
// right moment by the first, and too early or too late by that error by the last: clients do so
// that compare the exp of a JWT, or issued_at + expires_in, with their own clock.
const (
	HonourExpiry   Expiry = iota // when what the answer said has passed since its arrival
	IgnoreExpiry                 // never: it is used until it is refused
	AbsoluteExpiry               // at Token.Ends by the holder's own clock; else as HonourExpiry
)

var expiryWords = []string{"honour", "ignore", "absolute"}

func (e Expiry) String() string { return expiryWords[e] }

// of returns when t expires by its holder's clock.
func (e Expiry) of(t Token) time.Time {
	if e == AbsoluteExpiry && !t.Ends.IsZero() {
		return t.Ends
	}
	return t.Expires
}
