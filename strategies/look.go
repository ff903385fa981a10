package strategies

import "context"

// lookPart answers from the token cache as cachePart does, but leaves what it had to get to be put
// there by a cache further in: the quick way past a lock.
type lookPart struct{ cacheRule }

var _ = part("look",
	"answers from the cache, but leaves the writing to a cache further in: the quick way past a lock",
	func(s *settings) Part {
		var p lookPart
		p.read(s)
		return p
	})

func (p lookPart) Source(env Env, next Source) Source {
	l := p.source(env, next)
	return &l
}

type lookSource struct {
	cacheRule
	clock  Clock
	store  Store
	memory *MemoryStore // for when the store is down; nil: a cache that is down misses
	next   Source
}

func (r cacheRule) source(env Env, next Source) lookSource {
	l := lookSource{cacheRule: r, clock: env.Clock, store: r.place(env), next: next}
	if r.down == rememberWhenDown {
		l.memory = &MemoryStore{}
	}
	return l
}

// place is where the customer's token is kept, as far as the rule tells customers apart.
func (r cacheRule) place(env Env) Store {
	mine, reach := env.Store, perNode
	if r.store == sharedStore {
		mine, reach = env.Shared, perFleet
	}
	if r.key == byCustomer {
		return mine
	}
	return within(env, reach, func() Store { return mine })
}

func (l *lookSource) Token(ctx context.Context, rejected Token) (Token, error) {
	t, why := l.find(ctx, rejected)
	if why == WhyUnstated {
		return t, nil
	}
	t, err := l.next.Token(noteMiss(ctx, why), rejected)
	if err == nil {
		l.remember(ctx, t)
	}
	return t, err
}

// remember keeps what may be asked for when the store is down.
func (l *lookSource) remember(ctx context.Context, t Token) {
	if l.memory != nil && !t.IsZero() {
		_ = l.memory.Put(ctx, t) // a MemoryStore has no errors
	}
}

// get reads the store, or what is remembered of it while it is down.
func (l *lookSource) get(ctx context.Context) (Token, error) {
	t, err := l.store.Get(ctx)
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

// find returns the cached token if it may be used instead of rejected, else why there is none.
func (l *lookSource) find(ctx context.Context, rejected Token) (Token, Why) {
	if !rejected.IsZero() && l.refused == renewRefused {
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
	return l.ignoreExpiry != 0 || l.clock.Now().Before(t.Expires.Add(-l.margin))
}

// noteMiss notes the reasons that nobody can read off the request itself.
func noteMiss(ctx context.Context, why Why) context.Context {
	if why == WhyExpired || why == WhyCacheDown {
		return noteWhy(ctx, why)
	}
	return ctx
}
