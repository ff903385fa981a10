package strategies

import (
	"context"
	"slices"
)

// A Lock lets one renewal (below the retry) or one action (above it) of a customer pass at a time,
// first come, first served. It does not read the cache again after the wait; a [Look] or a [Cache]
// below it does. golang.org/x/oauth2's reuseTokenSource holds such a lock during the network call.
type Lock struct {
	Why []Why // the reasons of the renewals that take the lock; all if empty
}

func init() { Register("lock", "one at a time, first come, first served", Lock{}) }

// Settings declares which renewals take the lock.
func (p Lock) Settings(s *Settings) Part {
	s.reasons(&p.Why)
	return p
}

// reasons declares for which requests a part acts.
func (s *Settings) reasons(field *[]Why) {
	s.Reasons("why", field, "Only token requests for these reasons are meant; all if it is empty.")
}

// Source returns next behind the lock.
func (p Lock) Source(env Env, next Source) Source {
	return &lockSource{lock: env.NewMutex(), why: p.Why, next: next}
}

// Strategy returns next behind the lock.
func (p Lock) Strategy(env Env, next Strategy) Strategy {
	return &lockStrategy{lock: env.NewMutex(), next: next}
}

type lockSource struct {
	lock Mutex
	why  []Why
	next Source
}

func (l *lockSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if len(l.why) > 0 && !slices.Contains(l.why, WhyOf(ctx, rejected)) {
		return l.next.Token(ctx, rejected)
	}
	if err := l.lock.Lock(ctx); err != nil {
		return Token{}, err
	}
	defer l.lock.Unlock()
	return l.next.Token(ctx, rejected)
}

type lockStrategy struct {
	lock Mutex
	next Strategy
}

func (l *lockStrategy) Do(ctx context.Context, call func(context.Context, Token) error) error {
	if err := l.lock.Lock(ctx); err != nil {
		return err
	}
	defer l.lock.Unlock()
	return l.next.Do(ctx, call)
}
