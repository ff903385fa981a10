package strategies

import (
	"context"
	"slices"
)

// lockPart lets one renewal (below the retry) or one action (above it) of a customer pass at a
// time, first come, first served. It looks at nothing again once it is passed: see lookPart and
// cachePart for a second look. golang.org/x/oauth2's reuseTokenSource holds such a lock over the
// network call.
type lockPart struct {
	why []Why // only renewals for these reasons take the lock; all if empty
}

var _ = part("lock", "one at a time, first come, first served", func(s *settings) Part {
	var p lockPart
	choices(s, "why", &p.why, whyNames[:])
	return p
})

func (p lockPart) Source(env Env, next Source) Source {
	return &lockSource{lock: env.NewLock(), why: p.why, next: next}
}

func (p lockPart) Strategy(env Env, next Strategy) Strategy {
	return &lockStrategy{lock: env.NewLock(), next: next}
}

type lockSource struct {
	lock Lock
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
	lock Lock
	next Strategy
}

func (l *lockStrategy) Do(ctx context.Context, call func(context.Context, Token) error) error {
	if err := l.lock.Lock(ctx); err != nil {
		return err
	}
	defer l.lock.Unlock()
	return l.next.Do(ctx, call)
}
