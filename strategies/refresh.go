package strategies

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type refreshKey struct{}

// WithRefresh returns a context whose token requests present the refresh token of t, whatever the
// store holds by then.
func WithRefresh(ctx context.Context, t Token) context.Context {
	return context.WithValue(ctx, refreshKey{}, t)
}

// RefreshOf returns the pair whose refresh token a token request presents, the zero Token if none
// does. An Endpoint reads it.
func RefreshOf(ctx context.Context) Token {
	t, _ := ctx.Value(refreshKey{}).(Token)
	return t
}

// CodeInvalidGrant is the code of a refusal that says that the refresh token is no good (RFC 6749,
// section 5.2).
const CodeInvalidGrant = "invalid_grant"

// GrantRefused reports whether the carrier refused a refresh token. Such an answer may have any
// status, even 200.
func GrantRefused(err error) bool {
	s, ok := errors.AsType[*StatusError](err)
	return ok && s.Code == CodeInvalidGrant
}

// A presentedError is the failure of a request that presented the refresh token of a pair.
type presentedError struct {
	pair Token
	error
}

func (e *presentedError) Unwrap() error { return e.error }

// PresentedOf returns the pair whose refresh token a request presented that failed with err, the
// zero Token if none did.
func PresentedOf(err error) Token {
	if p, ok := errors.AsType[*presentedError](err); ok {
		return p.pair
	}
	return Token{}
}

// A try is one of several requests that present one refresh token.
type try struct {
	last time.Time                       // it is not sent later; zero: whenever
	sent func(pair Token, now time.Time) // called when it is
}

type tryKey struct{}

// A presentingSource stands right above the endpoint where tokens are requested with refresh
// tokens. It reads the one to present at the moment of the request.
type presentingSource struct {
	env   Env
	store *rememberingStore
	saves bool // no cache of the stack saves the pair
	next  Source
}

// pairStore is where the pair of the stack lies.
func (e Env) pairStore() Store {
	if NeedsOf(e.parts...).Shared {
		return e.Shared
	}
	return e.Store
}

// presenting returns next, asked with the refresh token of the stack's store.
func (e Env) presenting(next Source) Source {
	shared := NeedsOf(e.parts...).Shared
	e.part = layer{index: len(e.parts)}
	store := &rememberingStore{
		env: e, store: e.pairStore(), patience: e.cacheOf(shared).Patience,
	}
	if Remembers(e.parts...) {
		store.memory = e.memory(shared)
	}
	p := &presentingSource{env: e, store: store, saves: true, next: next}
	for _, part := range e.parts {
		if c, ok := part.(Cache); ok && c.Shared == shared {
			p.saves = false
		}
	}
	return p
}

func (p *presentingSource) Token(ctx context.Context, rejected Token) (Token, error) {
	held := RefreshOf(ctx)
	if held.Refresh == "" {
		var err error
		if held, err = p.store.newest(ctx); err != nil {
			return Token{}, fmt.Errorf("%w: %w", ErrNoRefresh, err)
		}
		if held.Refresh == "" {
			return Token{}, ErrNoRefresh
		}
		ctx = WithRefresh(ctx, held)
	}
	t, err := p.present(ctx, rejected, held)
	if err != nil {
		return Token{}, err
	}
	if t.Refresh == "" { // the one that was presented stays good (RFC 6749, section 6)
		t.Refresh = held.Refresh
	}
	t.Generation = held.Generation + 1
	if p.saves {
		p.store.Put(ctx, Token{Refresh: t.Refresh, Generation: t.Generation})
	}
	return t, nil
}

// present sends a request, unless it is a try that comes too late.
func (p *presentingSource) present(ctx context.Context, rejected, held Token) (Token, error) {
	if one, ok := ctx.Value(tryKey{}).(try); ok {
		now := p.env.Clock.Steady()
		if !one.last.IsZero() && now.After(one.last) {
			return Token{}, ErrShed
		}
		one.sent(held, now)
	}
	t, err := p.next.Token(ctx, rejected)
	if err != nil {
		return Token{}, &presentedError{held, err}
	}
	return t, nil
}
