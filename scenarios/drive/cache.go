package drive

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// allNodes is the node of a cache that all nodes share.
const allNodes = -1

// A cache keeps one token per customer. While it is down reads miss and writes vanish.
type cache struct {
	clock  nodeClock
	node   int
	delay  atomic.Int64 // in nanoseconds
	down   atomic.Int32 // faults that hold it down
	tokens []strategies.MemoryStore
}

var errCacheDown = errors.New("the token cache is down")

func (f *fleet) newCache(delay scenarios.Span, node int) *cache {
	c := &cache{
		clock: nodeClock{clock: f.clock}, node: node,
		tokens: make([]strategies.MemoryStore, f.Scenario.Fleet.Customers),
	}
	c.delay.Store(int64(delay))
	return c
}

// newNodeCache is a cold cache of a node, down where faults hold that node's cache down. The caller
// holds the nodes' mu.
func (f *fleet) newNodeCache(node int) *cache {
	c := f.newCache(f.Scenario.Fleet.CacheDelay, node)
	for _, i := range f.nodes.impairments {
		if i.which.Of(node) {
			c.impair(i, 1)
		}
	}
	f.nodes.caches = append(f.nodes.caches, c)
	return c
}

func (c *cache) of(customer int) strategies.Store { return cell{c, &c.tokens[customer]} }

// access is what every read and write goes through.
func (c *cache) access(ctx context.Context) error {
	if err := c.clock.Sleep(ctx, time.Duration(c.delay.Load())); err != nil {
		return err
	}
	if c.down.Load() > 0 {
		return errCacheDown
	}
	return nil
}

// A cell is one customer's place in a cache.
type cell struct {
	cache *cache
	store *strategies.MemoryStore
}

// Get returns the token, after the cache's delay.
func (c cell) Get(ctx context.Context) (strategies.Token, error) {
	if err := c.cache.access(ctx); err != nil {
		return strategies.Token{}, err
	}
	return c.store.Get(ctx)
}

// Put replaces the token, after the cache's delay.
func (c cell) Put(ctx context.Context, t strategies.Token) error {
	if err := c.cache.access(ctx); err != nil {
		return err
	}
	return c.store.Put(ctx, t)
}

// A leaseOf is a lease that lies in a store, and is as slow, or as far down, as that.
type leaseOf struct {
	store *cache
	lease strategies.LeaseStore
}

// Hold takes or prolongs the lease.
func (l leaseOf) Hold(ctx context.Context, d time.Duration) (bool, error) {
	if err := l.store.access(ctx); err != nil {
		return false, err
	}
	return l.lease.Hold(ctx, d)
}
