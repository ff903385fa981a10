package planted

import (
	"context"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A CreepingCache takes each refused token for one that expired sooner than it was told, and
// doubles its margin: once that is longer than the life of a token, it renews for each call.
type CreepingCache struct{ Margin time.Duration }

func init() {
	strategies.Register("creeping-cache", "a cache whose margin doubles at each refused token",
		CreepingCache{10 * time.Second})
}

// Settings declares the margin at first.
func (p CreepingCache) Settings(s *strategies.Settings) strategies.Part {
	s.Duration("margin", &p.Margin, 1, "How long before its expiry a token counts as expired.")
	return p
}

// Source returns next behind the cache.
func (p CreepingCache) Source(env strategies.Env, next strategies.Source) strategies.Source {
	return &creepingCache{env: env, next: next, margin: p.Margin}
}

type creepingCache struct {
	env  strategies.Env
	next strategies.Source

	mu     sync.Mutex
	margin time.Duration // guarded by mu
}

func (c *creepingCache) Token(
	ctx context.Context, rejected strategies.Token,
) (strategies.Token, error) {
	t, err := c.env.Store.Get(ctx)
	c.mu.Lock()
	if !rejected.IsZero() && rejected.Value == t.Value && c.margin < strategies.Longest/4 {
		c.margin *= 2
	}
	margin := c.margin
	c.mu.Unlock()
	usable := err == nil && !t.IsZero() && t.Value != rejected.Value &&
		c.env.Clock.Now().Before(t.Expires.Add(-margin))
	if usable {
		return t, nil
	}
	if err != nil && ctx.Err() != nil {
		return strategies.Token{}, ctx.Err()
	}
	if t, err = c.next.Token(ctx, rejected); err == nil {
		_ = c.env.Store.Put(ctx, t)
	}
	return t, err
}
