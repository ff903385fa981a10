package strategies

import (
	"context"
	"sync"
	"time"
)

// A RememberFailure returns the error of a failed token request for a while, without another
// request. Without it, one failure under a lock or a queue becomes one request for each waiter. A
// request whose caller gave up is no failure. The credential cache of aws-sdk-go-v2 remembers
// unrecoverable errors for 1 to 5 s (26f0876); Nango shares a cool-down of 30 s among all its
// processes (2f4c0af).
type RememberFailure struct {
	For time.Duration
	Per Scope // whose failures are answers for one another
}

func init() {
	Register("remember-failure", "answers a failed token request again without asking",
		RememberFailure{For: 5 * time.Second})
}

// Settings declares how long a failure is remembered.
func (p RememberFailure) Settings(s *Settings) Part {
	s.Duration("for", &p.For, 1, "How long a failure is the answer.")
	s.Choice("per", (*int)(&p.Per), scopeWords, "For whom: one customer on one node, all customers "+
		"of a node, everybody, or one customer on all nodes.")
	return p
}

// Needs reports whether nodes share what they remember.
func (p RememberFailure) Needs() Needs { return p.Per.needs() }

// Source returns next, whose failures are remembered.
func (p RememberFailure) Source(env Env, next Source) Source {
	return &rememberFailureSource{span: p.For, clock: env.Clock, next: next,
		failure: Within(env, p.Per, func() *lastFailure { return &lastFailure{} })}
}

type rememberFailureSource struct {
	span  time.Duration
	clock Clock
	next  Source

	failure *lastFailure
}

// A lastFailure is what is remembered.
type lastFailure struct {
	mu    sync.Mutex
	err   error     // guarded by mu
	until time.Time // guarded by mu
}

func (r *rememberFailureSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if err := r.remembered(); err != nil {
		return Token{}, err
	}
	t, err := r.next.Token(ctx, rejected)
	if err != nil && ctx.Err() == nil {
		now := r.clock.Steady()
		r.failure.mu.Lock()
		defer r.failure.mu.Unlock()
		r.failure.err, r.failure.until = err, now.Add(r.span)
	}
	return t, err
}

func (r *rememberFailureSource) remembered() error {
	now := r.clock.Steady()
	r.failure.mu.Lock()
	defer r.failure.mu.Unlock()
	if now.Before(r.failure.until) {
		return r.failure.err
	}
	return nil
}
