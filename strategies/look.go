package strategies

import "context"

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
	l.passes = true
	return &l
}

type lookSource struct {
	rule   Cache
	clock  Clock
	store  *rememberingStore
	next   Source
	passes bool // callers do not wait for a store that is slow: a cache further in looks again
}

func (p Cache) look(env Env, next Source) lookSource {
	store := &rememberingStore{env: env, store: p.place(env), patience: p.Patience}
	if p.RememberWhenDown {
		store.memory = env.memory(p.Shared)
	}
	return lookSource{rule: p, clock: env.Clock, store: store, next: next}
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
	held, why := l.find(ctx, rejected)
	if why == WhyUnstated {
		return held, nil
	}
	ctx, err := noteMiss(ctx, why)
	if err != nil {
		return Token{}, err
	}
	t, err := l.next.Token(ctx, rejected)
	if err != nil {
		return l.instead(ctx, held, err)
	}
	l.store.remember(ctx, t)
	return t, nil
}

// instead returns what there is where a renewal failed: the token that was found, if it is within
// its margin, or the failure.
func (l *lookSource) instead(ctx context.Context, held Token, failed error) (Token, error) {
	lenient := *l
	lenient.rule.Margin = 0
	if l.rule.KeepInMargin && ctx.Err() == nil && lenient.usable(held) {
		return held, nil
	}
	return Token{}, failed
}

// find returns the cached token, and the reason to request another, none if it may be used. A token
// that was refused is none.
func (l *lookSource) find(ctx context.Context, rejected Token) (Token, Why) {
	if !rejected.IsZero() && !l.rule.LookIfRefused {
		return Token{}, WhyRejected
	}
	t, err := l.read(ctx, rejected)
	if err != nil || t.Value == rejected.Value {
		t = Token{}
	}
	switch {
	case !rejected.IsZero() && !l.usable(t):
		return t, WhyRejected
	case err != nil:
		return Token{}, WhyCacheDown
	case t.IsZero():
		return Token{}, WhyCold
	case !l.usable(t):
		return t, WhyExpired
	}
	return t, WhyUnstated
}

// read reads the store. While that is slow nobody waits for it who has a usable token.
func (l *lookSource) read(ctx context.Context, rejected Token) (Token, error) {
	last, slow := l.store.recall(ctx)
	if slow && (l.passes || l.usable(last) && last.Value != rejected.Value) {
		return last, nil
	}
	return l.store.Get(ctx)
}

func (l *lookSource) usable(t Token) bool {
	if t.IsZero() {
		return false
	}
	expires := l.rule.Expiry.of(t)
	return l.rule.Expiry == IgnoreExpiry || expires.IsZero() ||
		l.clock.Now().Before(expires.Add(-l.rule.Margin))
}

// noteMiss notes those reasons that WhyOf does not see in the request. A caller who has gone found
// nothing in the store because he did not wait for it, and requests nothing.
func noteMiss(ctx context.Context, why Why) (context.Context, error) {
	if why == WhyExpired || why == WhyCacheDown {
		ctx = noteWhy(ctx, why)
	}
	return ctx, ctx.Err()
}
