package strategies

import (
	"context"
	"time"
)

// A Cache reads tokens from the token cache, and writes there each token that it requests. The zero
// Cache is that of the naive baseline.
type Cache struct {
	Margin           time.Duration // a token is taken for expired so long before it expires
	LookIfRefused    bool          // a refused token may be replaced from the cache
	Shared           bool          // the cache is Env.Shared, the store that every node reaches
	FixedKey         bool          // all customers use the place of the first one
	Expiry           Expiry
	Unsaid           time.Duration // the life of a token that does not say; 0: until it is refused
	RememberWhenDown bool          // while the cache is down, use the token last read or written
	KeepInMargin     bool          // where renewal fails, use a token that is within its margin

	// With FenceGeneration the cache refuses a pair that is older than the one it holds; with Swap,
	// one that does not replace the pair that was presented: it compares and swaps.
	FenceGeneration, Swap bool

	// Patience is how long to wait for the cache; then it counts as down. 0: as long as it takes.
	Patience time.Duration
}

func init() {
	Register("cache", "answers from the token cache, and puts there what it had to get", Cache{})
}

// Settings declares which cache is used, and how.
func (p Cache) Settings(s *Settings) Part {
	s.Duration("margin", &p.Margin, 0, "How long before its expiry a token counts as expired.")
	s.Either("refused", &p.LookIfRefused, "renew", "look",
		"Whether a refused token is renewed, or first looked up: another may have renewed meanwhile.")
	s.ownOrShared(&p.Shared)
	s.Either("key", &p.FixedKey, "customer", "fixed",
		"Whether each customer has a place in the cache, or all use the first one's.")
	s.Choice("expiry", (*int)(&p.Expiry), expiryWords, "Whether a token expires after what its "+
		"answer said, never, or when the carrier's absolute end comes by the holder's own clock.")
	s.Duration("unsaid", &p.Unsaid, 0,
		"How long a token lives of which the answer did not say so; 0s is until it is refused.")
	s.Either("fence", &p.FenceGeneration, "none", "generation",
		"Whether a pair of access and refresh token may replace one of a later generation.")
	s.Either("write", &p.Swap, "replace", "swap",
		"Whether a pair replaces whatever is there, or only the pair that was presented for it.")
	s.Either("down", &p.RememberWhenDown, "miss", "remember",
		"Whether a cache that is down has nothing, or what this process last saw of it; the newest "+
			"pair, which is put back into a cache that has lost it.")
	s.Either("failed", &p.KeepInMargin, "fail", "keep",
		"Whether a failed renewal is a failure while the token is within its margin, or that is used.")
	s.Duration("patience", &p.Patience, 0,
		"How long to wait for the cache at most, which then counts as down; 0s is as long as it takes.")
	return p
}

// ownOrShared declares whose store is used.
func (s *Settings) ownOrShared(shared *bool) {
	s.Either("store", shared, "own", "shared",
		"Whether the application's own cache is used, or the store that every node reaches.")
}

// Needs reports whether the cache is shared.
func (p Cache) Needs() Needs { return Needs{Shared: p.Shared} }

// Source returns next behind the cache.
func (p Cache) Source(env Env, next Source) Source {
	return &cacheSource{lookSource: p.look(env, next)}
}

type cacheSource struct{ lookSource }

func (c *cacheSource) Token(ctx context.Context, rejected Token) (Token, error) {
	held, why := c.find(ctx, rejected)
	if why == WhyUnstated {
		return held, nil
	}
	ctx, err := noteMiss(ctx, why)
	if err != nil {
		return Token{}, err
	}
	t, err := c.next.Token(ctx, rejected)
	if err != nil {
		return c.instead(ctx, held, err)
	}
	if t.Expires.IsZero() && c.rule.Unsaid > 0 {
		t.Expires = c.clock.Now().Add(c.rule.Unsaid)
	}
	c.store.Put(c.rule.condition(ctx), t)
	return t, nil
}

// condition returns the context of a write.
func (p Cache) condition(ctx context.Context) context.Context {
	switch {
	case p.Swap:
		return WithCondition(ctx, Successor)
	case p.FenceGeneration:
		return WithCondition(ctx, NotOlder)
	}
	return ctx
}
