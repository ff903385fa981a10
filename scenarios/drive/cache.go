package drive

import (
	"context"
	"errors"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A cache keeps one token per customer. While it is down reads miss and writes vanish.
type cache struct {
	fleet  *fleet
	node   int // its owner, or faults.FleetCache or faults.SharedStore
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

// of returns a customer's place as a node with that clock reaches it. One that several nodes reach
// has the true time.
func (c *cache) of(customer int, clock strategies.Clock) strategies.Store {
	if c.node >= 0 {
		return &c.tokens[customer]
	}
	return strategies.Across(&c.tokens[customer], c.fleet.clock, clock)
}

// access waits as long as a read or write takes, and fails while the cache is down.
func (c *cache) access(ctx context.Context) error {
	_, slow := c.fleet.Impaired(c.node)
	if err := c.fleet.clock.Sleep(ctx, c.delay+slow); err != nil {
		return err
	}
	if down, _ := c.fleet.Impaired(c.node); down {
		return errCacheDown
	}
	return nil
}

// A cell is one customer's place in a cache, as a node reaches it: through the node's gate, after
// the cache's delay. A lease and a quota are slow, or down,
// when the cache is that they are kept in.
type cell struct {
	gate  *gate
	cache *cache
	token strategies.Store
	lease strategies.LeaseStore
	quota strategies.QuotaStore

	customer int
}

// reach performs an operation on the cache.
func (c cell) reach(ctx context.Context, operate func() error) error {
	if err := c.gate.pass(); err != nil {
		return err
	}
	err := c.cache.access(ctx)
	if err == nil {
		err = operate()
	}
	return errors.Join(err, c.gate.pass())
}

// Get returns the token.
func (c cell) Get(ctx context.Context) (t strategies.Token, err error) {
	err = c.reach(ctx, func() (err error) {
		t, err = c.token.Get(ctx)
		return err
	})
	return t, err
}

// Put replaces the token.
func (c cell) Put(ctx context.Context, t strategies.Token) error {
	sessions := c.cache.fleet.sessions
	return c.reach(ctx, func() error {
		if sessions != nil && !sessions.takes(c.customer, t.Refresh) {
			return nil
		}
		err := c.token.Put(ctx, t)
		if err == nil && sessions.holdsPairs(c.cache) {
			sessions.stored(c.cache, c.customer, t.Refresh)
		}
		return err
	})
}

// Hold takes or prolongs the lease.
func (c cell) Hold(ctx context.Context, d time.Duration) (g strategies.Grant, err error) {
	err = c.reach(ctx, func() (err error) {
		g, err = c.lease.Hold(ctx, d)
		return err
	})
	return g, err
}

// Release gives the lease back.
func (c cell) Release(ctx context.Context) error {
	return c.reach(ctx, func() error { return c.lease.Release(ctx) })
}

// Reserve takes a permit of the quota.
func (c cell) Reserve(
	ctx context.Context, every time.Duration, burst int, patience time.Duration,
) (wait time.Duration, ok bool, err error) {
	err = c.reach(ctx, func() (err error) {
		wait, ok, err = c.quota.Reserve(ctx, every, burst, patience)
		return err
	})
	return wait, ok, err
}

// Ban returns what is known of a ban.
func (c cell) Ban(
	ctx context.Context, name string, probe time.Duration,
) (b strategies.Ban, err error) {
	err = c.reach(ctx, func() (err error) {
		b, err = c.quota.Ban(ctx, name, probe)
		return err
	})
	return b, err
}

// Report adds what the node knows of a ban.
func (c cell) Report(ctx context.Context, name string, b strategies.Ban) error {
	return c.reach(ctx, func() error { return c.quota.Report(ctx, name, b) })
}
