package world

import (
	"context"
	"errors"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A cache keeps one token per customer. While it is down reads miss and writes vanish.
type cache struct {
	w      *world
	node   int // its owner, or faults.FleetCache or faults.SharedStore
	delay  time.Duration
	tokens []strategies.Token
}

var errCacheDown = errors.New("the token cache is down")

func (w *world) newCache(delay scenarios.Span, node int) *cache {
	return &cache{
		w: w, node: node, delay: time.Duration(delay),
		tokens: make([]strategies.Token, w.Scenario.Fleet.Customers),
	}
}

func (c *cache) of(customer int) strategies.Store { return &cell{c, customer} }

// access waits as long as a read or write takes, and fails while the cache is down.
func (c *cache) access(ctx context.Context) error {
	down, slow := c.w.Impaired(c.node)
	if delay := c.delay + slow; delay > 0 {
		if err := c.w.sim.Sleep(ctx, delay); err != nil {
			return err
		}
		down, _ = c.w.Impaired(c.node)
	}
	if down {
		return errCacheDown
	}
	return nil
}

// A cell is one customer's place in a cache.
type cell struct {
	cache    *cache
	customer int
}

func (c *cell) Get(ctx context.Context) (strategies.Token, error) {
	if err := c.cache.access(ctx); err != nil {
		return strategies.Token{}, err
	}
	return c.cache.tokens[c.customer], nil
}

func (c *cell) Put(ctx context.Context, t strategies.Token) error {
	if err := c.cache.access(ctx); err != nil {
		return err
	}
	c.cache.tokens[c.customer] = t
	return nil
}

// A lease is kept in a cache: it is slow, or down, when the cache is.
type lease struct {
	cache *cache
	strategies.LeaseStore
}

func (l lease) Hold(ctx context.Context, d time.Duration) (strategies.Grant, error) {
	if err := l.cache.access(ctx); err != nil {
		return strategies.Grant{}, err
	}
	return l.LeaseStore.Hold(ctx, d)
}

func (l lease) Release(ctx context.Context) error {
	if err := l.cache.access(ctx); err != nil {
		return err
	}
	return l.LeaseStore.Release(ctx)
}
