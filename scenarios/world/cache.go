package world

import (
	"context"
	"errors"
	"time"

	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A cache keeps one token per customer. While it is down reads miss and writes vanish.
type cache struct {
	sim    *sim.Sim
	node   int // whose it is; -1: the whole fleet's
	delay  time.Duration
	down   int // faults that hold it down
	tokens []strategies.Token
}

var errCacheDown = errors.New("the token cache is down")

func (w *world) newCache(delay time.Duration) *cache {
	return &cache{
		sim: w.sim, node: -1, delay: delay,
		tokens: make([]strategies.Token, w.Scenario.Fleet.Customers),
	}
}

// newNodeCache returns a cold cache of node n, down where faults hold that node's cache down.
func (w *world) newNodeCache(n int) *cache {
	c := w.newCache(time.Duration(w.Scenario.Fleet.CacheDelay))
	c.node = n
	for _, i := range w.impairments {
		c.impair(i, 1)
	}
	w.caches = append(w.caches, c)
	return c
}

func (c *cache) of(customer int) strategies.Store { return &cell{c, customer} }

// access is what every read and write goes through.
func (c *cache) access(ctx context.Context) error {
	if c.delay > 0 {
		if err := c.sim.Sleep(ctx, c.delay); err != nil {
			return err
		}
	}
	if c.down > 0 {
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

// A lease lies in the store shared by all nodes.
type lease struct {
	store  *cache
	holder *node
	until  time.Duration
}

// A leaseHolder is one node's hand on a lease.
type leaseHolder struct {
	lease *lease
	node  *node
}

func (h leaseHolder) Hold(ctx context.Context, d time.Duration) (bool, error) {
	l := h.lease
	if err := l.store.access(ctx); err != nil {
		return false, err
	}
	now := l.store.sim.Now()
	if l.holder != h.node && l.until > now {
		return false, nil
	}
	l.holder, l.until = h.node, now+d
	return true, nil
}
