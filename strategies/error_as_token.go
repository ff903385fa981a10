package strategies

import (
	"context"
	"time"
)

// errorAsTokenPart hands the text of an error out as if it were a token: what comes of a login that
// returns its exception's message (WhatArmy/FedexRest, Authorization/Authorize.php, e114d48). A
// cache above keeps it like any other, and every call made with it is refused.
type errorAsTokenPart struct {
	life time.Duration // how long its holder believes in it
}

// An hour is assumed: whoever does not tell an error from a token does not know its life either.
var _ = part("error-as-token", "hands the text of an error out as a token", func(s *settings) Part {
	p := errorAsTokenPart{life: time.Hour}
	s.duration("for", &p.life, 1)
	return p
})

func (p errorAsTokenPart) Source(env Env, next Source) Source {
	return &errorAsTokenSource{life: p.life, clock: env.Clock, next: next}
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
