package strategies

import "context"

// A TryLock does not wait for a renewal under way: it uses the token in the cache, even one that
// was just refused. It waits only if the cache has no usable token. Cloud client libraries do so
// that use the old token while they renew it (cloud.google.com/go/auth in its stale state).
type TryLock struct {
	IgnoreExpiry bool // an expired token is used, too
}

func init() {
	Register("try-lock", "does not wait for a renewal under way, but uses what the cache holds",
		TryLock{})
}

// Settings declares whether expired tokens are used.
func (p TryLock) Settings(s *Settings) Part {
	s.Either("expiry", &p.IgnoreExpiry, "honour", "ignore",
		"Whether who does not wait uses usable tokens alone, or even one that has expired.")
	return p
}

// Source returns next, called by one caller at a time.
func (p TryLock) Source(env Env, next Source) Source {
	rule := Cache{}
	if p.IgnoreExpiry {
		rule.Expiry = IgnoreExpiry
	}
	return &tryLockSource{lock: env.NewMutex(), cache: rule.look(env, nil), next: next}
}

type tryLockSource struct {
	lock  Mutex
	cache lookSource
	next  Source
}

func (l *tryLockSource) Token(ctx context.Context, rejected Token) (Token, error) {
	if !l.lock.TryLock() {
		if t, why := l.cache.find(ctx, Token{}); why == WhyUnstated {
			return t, nil
		}
		if err := l.lock.Lock(ctx); err != nil {
			return Token{}, err
		}
	}
	defer l.lock.Unlock()
	return l.next.Token(ctx, rejected)
}
