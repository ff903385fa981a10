package strategies

import (
	"context"
	"time"
)

// A Fallback is a chain of credentials: where no token can be had with its own, the client takes
// one of other credentials, which have no right to make the calls. Such chains are for finding out
// where a program runs (Azure's DefaultAzureCredential, the provider chains of AWS); under a
// throttle they take "not now" for "not here". Every call with that token is refused, and a cache
// above keeps it like any other. A chain asks anew each time; its other credentials are not asked
// for at this carrier.
type Fallback struct {
	To  Credentials
	For time.Duration // how long the other credentials' token is said to live
}

// Credentials are what a Fallback falls back to.
type Credentials int

// The credentials.
const (
	// WithoutRights are known to the carrier, and may not do what is asked: a call is answered 403.
	WithoutRights Credentials = iota
	// UnknownCredentials are none of this carrier's: a call is answered 401.
	UnknownCredentials
)

var credentialWords = []string{"without-rights", "unknown"}

// The values of the tokens of these credentials. A simulated carrier knows the first; for every
// other they are texts that were never issued.
const (
	TokenWithoutRights = "without rights"
	tokenUnknown       = "of other credentials"
)

// An hour is assumed, the life of most carriers' tokens.
func init() {
	Register("fallback",
		"takes a token of credentials without rights where none can be had with its own",
		Fallback{For: time.Hour})
}

// Settings declares what it falls back to, and for how long.
func (p Fallback) Settings(s *Settings) Part {
	s.Choice("to", (*int)(&p.To), credentialWords,
		"What it falls back to: credentials that may not do what is asked, to which a call is answered "+
			"403; or such as the carrier does not know, 401.")
	s.Duration("for", &p.For, 1, "How long the token of these credentials is said to live.")
	return p
}

// Source returns next, with a token of the other credentials in place of each failure.
func (p Fallback) Source(env Env, next Source) Source {
	return &fallbackSource{Fallback: p, env: env, next: next}
}

type fallbackSource struct {
	Fallback
	env  Env
	next Source
}

// Token fails only where the caller has given up. The refresh token, if there is one, stays beside
// the access token: it is not this one's, and the next renewal presents it.
func (f *fallbackSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := f.next.Token(ctx, rejected)
	if err == nil || ctx.Err() != nil {
		return t, err
	}
	other := Token{Value: TokenWithoutRights, Expires: f.env.Clock.Now().Add(f.For)}
	if f.To == UnknownCredentials {
		other.Value = tokenUnknown
	}
	if f.env.Refreshes {
		pair, _ := f.env.pairStore().Get(ctx) // of a store that is down nothing is kept, nor written
		other.Refresh, other.Generation = pair.Refresh, pair.Generation
	}
	return other, nil
}
