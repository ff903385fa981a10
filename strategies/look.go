package strategies

import (
	"context"
	"time"
)

// A Look reads the token cache as a [Cache] of the same settings does, but does not write it: a
// Cache further in does. Above a lock it lets callers pass while a usable token is cached.
type Look Cache

func init() {
	Register("look",
		"answers from the cache, but leaves the writing to a cache further in: the quick way past a lock",
		Look{})
}

// Settings declares the settings of a Cache.
func (p Look) Settings(s *Settings) Part { return Look(Cache(p).Settings(s).(Cache)) }

// Needs reports whether the cache is shared.
func (p Look) Needs() Needs { return Cache(p).Needs() }

// Source returns next behind the cache.
func (p Look) Source(env Env, next Source) Source {
	l := Cache(p).look(env, next)
	return &l
}

type lookSource struct {
	rule    Cache
	clock   Clock
	timeout func(context.Context, time.Duration) (context.Context, context.CancelFunc)
	store   Store
	memory  *MemoryStore // is read while the store is down; nil: a store that is down misses
	next    Source
}

func (p Cache) look(env Env, next Source) lookSource {
	l := lookSource{
		rule: p, clock: env.Clock, timeout: env.WithTimeout, store: p.place(env), next: next,
	}
	if p.RememberWhenDown {
		l.memory = env.memory(p.Shared)
	}
	return l
}

// place returns the store of the customer's token, or the one that all customers share.
func (p Cache) place(env Env) Store {
	mine, reach := env.Store, PerNode
	if p.Shared {
		mine, reach = env.Shared, PerFleet
	}
	if !p.FixedKey {
		return mine
	}
	return Within(env, reach, func() Store { return mine })
}

func (l *lookSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, why := l.find(ctx, rejected)
	if why == WhyUnstated {
		return t, nil
	}
	ctx, err := noteMiss(ctx, why)
	if err != nil {
		return Token{}, err
	}
	t, err = l.next.Token(ctx, rejected)
	if err == nil {
		l.remember(ctx, t)
	}
	return t, err
}

// remember keeps t for the time when the store is down.
func (l *lookSource) remember(ctx context.Context, t Token) {
	if l.memory != nil && !t.IsZero() {
		_ = l.memory.Put(ctx, t) // a MemoryStore has no errors
	}
}

// bounded returns the context of an operation of the store, which ends after its patience.
func (l *lookSource) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if l.rule.Patience == 0 {
		return ctx, func() {}
	}
	return l.timeout(ctx, l.rule.Patience)
}

// get reads the store, or while it is down the token that was last seen in it.
func (l *lookSource) get(ctx context.Context) (Token, error) {
	within, cancel := l.bounded(ctx)
	defer cancel()
	t, err := l.store.Get(within)
	if l.memory == nil {
		return t, err
	}
	if err != nil && ctx.Err() == nil {
		if kept, _ := l.memory.Get(ctx); !kept.IsZero() {
			return kept, nil
		}
		return t, err
	}
	l.remember(ctx, t)
	return t, err
}

// put writes the store. A caller has its token even if the store cannot be written: the next one
// renews.
func (l *lookSource) put(ctx context.Context, t Token) {
	l.remember(ctx, t)
	within, cancel := l.bounded(ctx)
	defer cancel()
	_ = l.store.Put(within, t)
}

// find returns the cached token if it may be used, else the reason to request one.
func (l *lookSource) find(ctx context.Context, rejected Token) (Token, Why) {
	if !rejected.IsZero() && !l.rule.LookIfRefused {
		return Token{}, WhyRejected
	}
	t, err := l.get(ctx)
	switch {
	case !rejected.IsZero() && (err != nil || !l.usable(t) || t.Value == rejected.Value):
		return Token{}, WhyRejected
	case err != nil:
		return Token{}, WhyCacheDown
	case t.IsZero():
		return Token{}, WhyCold
	case !l.usable(t):
		return Token{}, WhyExpired
	}
	return t, WhyUnstated
}

func (l *lookSource) usable(t Token) bool {
	if t.IsZero() {
		return false
	}
	expires := l.rule.Expiry.of(t).Add(-l.rule.Margin)
	return l.rule.Expiry == IgnoreExpiry || l.clock.Now().Before(expires)
}

// noteMiss notes those reasons that WhyOf does not see in the request. A caller who has gone found
// nothing in the store because he did not wait for it, and requests nothing.
func noteMiss(ctx context.Context, why Why) (context.Context, error) {
	if why == WhyExpired || why == WhyCacheDown {
		ctx = noteWhy(ctx, why)
	}
	return ctx, ctx.Err()
}
