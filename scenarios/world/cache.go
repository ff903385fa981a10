package world

import (
	"context"
	"errors"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A cache keeps one token per customer. While it is down reads miss and writes vanish.
type cache struct {
	w      *world
	node   int // whose it is; faults.FleetCache and faults.SharedStore are everybody's
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
	delay := c.delay
	if all := c.w.impairments.Now(); len(all) > 0 {
		_, slow := faults.Impaired(all, c.node)
		delay += slow
	}
	if delay > 0 {
		if err := c.w.sim.Sleep(ctx, delay); err != nil {
			return err
		}
	}
	if all := c.w.impairments.Now(); len(all) > 0 {
		if down, _ := faults.Impaired(all, c.node); down {
			return errCacheDown
		}
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
	now := l.store.w.sim.Now()
	if l.holder != h.node && l.until > now {
		return false, nil
	}
	l.holder, l.until = h.node, now+d
	return true, nil
}
