package drive

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
	fleet  *fleet
	node   int // whose it is; faults.FleetCache and faults.SharedStore are everybody's
	delay  time.Duration
	tokens []strategies.MemoryStore
}

var errCacheDown = errors.New("the token cache is down")

func (f *fleet) newCache(delay scenarios.Span, node int) *cache {
	return &cache{
		fleet: f, node: node, delay: time.Duration(delay),
		tokens: make([]strategies.MemoryStore, f.Scenario.Fleet.Customers),
	}
}

// access waits as long as a read or write takes, and fails while the cache is down.
func (c *cache) access(ctx context.Context) error {
	impaired := func() (down bool, slow time.Duration) {
		return faults.Impaired(c.fleet.impairments.Now(), c.node)
	}
	_, slow := impaired()
	if err := c.fleet.clock.Sleep(ctx, c.delay+slow); err != nil {
		return err
	}
	if down, _ := impaired(); down {
		return errCacheDown
	}
	return nil
}

// A reach is a node's way to a cache: its gate, and the cache's delay.
type reach struct {
	gate  *gate
	cache *cache
}

// through lets an operation on the cache happen.
func (r reach) through(ctx context.Context, operate func() error) error {
	if err := r.gate.pass(); err != nil {
		return err
	}
	err := r.cache.access(ctx)
	if err == nil {
		err = operate()
	}
	return errors.Join(err, r.gate.pass())
}

// A cell is one customer's place in a cache, as a node reaches it.
type cell struct {
	reach
	store strategies.Store
}

// Get returns the token.
func (c cell) Get(ctx context.Context) (t strategies.Token, err error) {
	err = c.through(ctx, func() (err error) {
		t, err = c.store.Get(ctx)
		return err
	})
	return t, err
}

// Put replaces the token.
func (c cell) Put(ctx context.Context, t strategies.Token) error {
	return c.through(ctx, func() error { return c.store.Put(ctx, t) })
}

// A lease lies in a cache, and is as slow, or as far down, as that.
type lease struct {
	reach
	lease strategies.LeaseStore
}

// Hold takes or prolongs the lease.
func (l lease) Hold(ctx context.Context, d time.Duration) (held bool, err error) {
	err = l.through(ctx, func() (err error) {
		held, err = l.lease.Hold(ctx, d)
		return err
	})
	return held, err
}
