package world

import (
	"context"
	"errors"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A cache keeps one token per customer, of one carrier. While it is down reads miss and writes
// vanish.
type cache struct {
	k      *carrier
	node   int // its owner, or faults.FleetCache or faults.SharedStore
	delay  time.Duration
	tokens []strategies.MemoryStore
}

var errCacheDown = errors.New("the token cache is down")

func (k *carrier) newCache(delay scenarios.Span, node int) *cache {
	return &cache{
		k: k, node: node, delay: time.Duration(delay),
		tokens: make([]strategies.MemoryStore, k.Scenario.Fleet.Customers),
	}
}

// of returns a customer's place as node d reaches it. One that several nodes reach has the true
// time.
func (c *cache) of(customer int, d *node) strategies.Store {
	place := &cell{c, customer, &c.tokens[customer]}
	if c.node >= 0 {
		return place
	}
	return strategies.Across(place, nodeClock{&node{w: c.k.world}}, nodeClock{d})
}

// access waits as long as a read or write takes, and fails while the cache is down.
func (c *cache) access(ctx context.Context) error {
	down, slow := c.k.Impaired(c.node)
	if delay := c.delay + slow; delay > 0 {
		if err := c.k.sim.Sleep(ctx, delay); err != nil {
			return err
		}
		down, _ = c.k.Impaired(c.node)
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
	token    *strategies.MemoryStore
}

func (c *cell) Get(ctx context.Context) (strategies.Token, error) {
	if err := c.cache.access(ctx); err != nil {
		return strategies.Token{}, err
	}
	return c.token.Get(ctx)
}

func (c *cell) Put(ctx context.Context, t strategies.Token) error {
	if s := c.cache.k.sessions; s != nil {
		return s.put(ctx, c, t)
	}
	if err := c.cache.access(ctx); err != nil {
		return err
	}
	return c.token.Put(ctx, t)
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
