package strategies

import (
	"context"
	"time"
)

// An ErrorAsToken returns the text of an error as if it were a token. So does a login function
// that returns the message of its exception (WhatArmy/FedexRest, Authorization/Authorize.php,
// e114d48). A cache above keeps the text like any token, and every call made with it is refused.
type ErrorAsToken struct {
	For time.Duration // how long the text is taken for a token
}

// An hour is assumed, the life of most carriers' tokens.
func init() {
	Register("error-as-token", "hands the text of an error out as a token",
		ErrorAsToken{For: time.Hour})
}

// Settings declares how long the text is taken for a token.
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

// Token fails only where the caller has given up.
func (e *errorAsTokenSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, err := e.next.Token(ctx, rejected)
	if err != nil && ctx.Err() == nil {
		return Token{Value: err.Error(), Expires: e.clock.Now().Add(e.life)}, nil
	}
	return t, err
}
