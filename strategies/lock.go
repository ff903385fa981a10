package strategies

import (
	"context"
	"slices"
)

// A Lock lets one renewal (below the retry) or one action (above it) of a customer pass at a time,
// first come, first served. It does not read the cache again after the wait; a [Look] or a [Cache]
// below it does. golang.org/x/oauth2's reuseTokenSource holds such a lock during the network call.
//
// With Detached a renewal that holds the lock goes on when its caller gives up, in the background,
// so that its token reaches the cache below. Otherwise callers who give up early renew one after
// the other, and none of them has a token in the end. Above the retry it has no effect.
//
// With Per nodes or customers share it. A lock that nodes share is in Env.Fleet, which processes do
// not reach: it is for tests and simulations. If its holder dies it is held for ever. A lock that
// goes stale after a time, with a heartbeat or without, is a [Lease] with Renew or without.
type Lock struct {
	Why      []Why // the reasons of the renewals that take the lock; all if empty
	Detached bool  // a renewal outlives its caller
	Per      Scope // who waits for one another
}

func init() { Register("lock", "one at a time, first come, first served", Lock{}) }

// Settings declares which renewals take the lock.
func (p Lock) Settings(s *Settings) Part {
	s.reasons(&p.Why)
	s.Either("context", &p.Detached, "caller", "detached",
		"Whether a renewal ends with the caller that holds the lock, or outlasts it.")
	s.Choice("per", (*int)(&p.Per), scopeWords, "Who takes one lock: one customer on one node, "+
		"all customers of a node, everybody, or one customer on all nodes.")
	return p
}

// reasons declares for which requests a part acts.
func (s *Settings) reasons(field *[]Why) {
	s.Reasons("why", field, "Only token requests for these reasons are meant; all if it is empty.")
}

// Needs reports whether nodes share the lock.
func (p Lock) Needs() Needs { return p.Per.needs() }

// Source returns next behind the lock.
func (p Lock) Source(env Env, next Source) Source {
	return &lockSource{
		rule: p, lock: Within(env, p.Per, env.NewMutex), newMutex: env.NewMutex, start: env.Go,
		next: next,
	}
}

// Strategy returns next behind the lock.
func (p Lock) Strategy(env Env, next Strategy) Strategy {
	return &lockStrategy{lock: Within(env, p.Per, env.NewMutex), next: next}
}

type lockSource struct {
	rule     Lock
	lock     Mutex
	newMutex func() Mutex
	start    func(func(context.Context))
	next     Source
}

func (l *lockSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if len(l.rule.Why) > 0 && !slices.Contains(l.rule.Why, WhyOf(ctx, rejected)) {
		return l.next.Token(ctx, rejected)
	}
	if err := l.lock.Lock(ctx); err != nil {
		return Token{}, err
	}
	if !l.rule.Detached {
		defer l.lock.Unlock()
		return l.next.Token(ctx, rejected)
	}
	f := newFlight(l.newMutex)
	l.start(func(background context.Context) {
		defer l.lock.Unlock()
		f.fly(func() (Token, error) { return l.next.Token(carry(background, ctx), rejected) })
	})
	return f.wait(ctx)
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
