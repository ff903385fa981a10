package broken

import (
	"context"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A GhostCache takes a caller who has gone for a store that is down: he did not wait for the store,
// and a token is requested that nobody waits for. It waits for the store as long as that takes.
type GhostCache struct{ Shared bool }

func init() {
	strategies.Register("ghost-cache", "a cache that requests tokens for callers who have gone",
		GhostCache{})
}

// Settings declares which store is used.
func (p GhostCache) Settings(s *strategies.Settings) strategies.Part {
	s.Either("store", &p.Shared, "own", "shared", "Which store is used.")
	return p
}

// Needs reports whether the cache is shared.
func (p GhostCache) Needs() strategies.Needs { return strategies.Needs{Shared: p.Shared} }

// Source returns next behind the cache.
func (p GhostCache) Source(env strategies.Env, next strategies.Source) strategies.Source {
	store := env.Store
	if p.Shared {
		store = env.Shared
	}
	return &ghostCache{env.Clock, store, next}
}

type ghostCache struct {
	clock strategies.Clock
	store strategies.Store
	next  strategies.Source
}

func (c *ghostCache) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	t, err := c.store.Get(ctx)
	if rejected.IsZero() && err == nil && c.clock.Now().Before(t.Expires) {
		return t, nil
	}
	if rejected.IsZero() && err != nil {
		ctx = strategies.WithWhy(ctx, strategies.WhyCacheDown)
	}
	t, err = c.next.Token(ctx, rejected)
	if err == nil {
		_ = c.store.Put(ctx, t)
	}
	return t, err
}
