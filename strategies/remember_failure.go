package strategies

import (
	"context"
	"sync"
	"time"
)

// A RememberFailure returns the error of a failed token request for a while, without another
// request. Without it, one failure under a lock or a queue becomes one request for each waiter. A
// request whose caller gave up is no failure. The credential cache of aws-sdk-go-v2 remembers
// unrecoverable errors for 1 to 5 s (26f0876).
type RememberFailure struct {
	For time.Duration
}

func init() {
	Register("remember-failure", "answers a failed token request again without asking",
		RememberFailure{For: 5 * time.Second})
}

// Settings declares how long a failure is remembered.
func (p RememberFailure) Settings(s *Settings) Part {
	s.Duration("for", &p.For, 1, "How long a failure is the answer.")
	return p
}

// Source returns next, whose failures are remembered.
func (p RememberFailure) Source(env Env, next Source) Source {
	return &rememberFailureSource{span: p.For, clock: env.Clock, next: next}
}

type rememberFailureSource struct {
	span  time.Duration
	clock Clock
	next  Source

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
		r.mu.Lock()
		defer r.mu.Unlock()
		r.err, r.until = err, now.Add(r.span)
	}
	return t, err
}

func (r *rememberFailureSource) remembered() error {
	now := r.clock.Steady()
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Before(r.until) {
		return r.err
	}
	return nil
}
