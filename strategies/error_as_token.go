package strategies

import (
	"context"
	"time"
)

// An ErrorAsToken hands the text of an error out as if it were a token: what comes of a login that
// returns its exception's message (WhatArmy/FedexRest, Authorization/Authorize.php, e114d48). A
// cache above keeps it like any other, and every call made with it is refused.
type ErrorAsToken struct {
	For time.Duration // how long its holder believes in it
}

// An hour is assumed: whoever does not tell an error from a token does not know its life either.
func init() {
	Register("error-as-token", "hands the text of an error out as a token",
		ErrorAsToken{For: time.Hour})
}

// Settings declares how long the error is believed in.
func (p ErrorAsToken) Settings(s *Settings) Part {
	s.Duration("for", &p.For, 1, "How long the error is taken for a token.")
	return p
}

// Source returns next, whose errors are tokens.
func (p ErrorAsToken) Source(env Env, next Source) Source {
	return &errorAsTokenSource{life: p.For, clock: env.Clock, next: next}
}

type errorAsTokenSource struct {
	life  time.Duration
	clock Clock
	next  Source
}

// Token fails only where the caller gave up: then there is nobody to be told.
func (e *errorAsTokenSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := e.next.Token(ctx, rejected)
	if err != nil && ctx.Err() == nil {
		return Token{Value: err.Error(), Expires: e.clock.Now().Add(e.life)}, nil
	}
	return t, err
}
