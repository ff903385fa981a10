package drive

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// A node is one application node between two starts: connections, a clock and token caches of its
// own.
type node struct {
	index     int
	life      int // how often it was restarted
	ip        atomic.Int32
	up        bool         // guarded by the mu of the fleet's nodes
	skew      atomic.Int64 // how far its clock is ahead, in nanoseconds
	transport *http.Transport
	clients   []*http.Client // by customer; each carries its requests through the strategy
	place     *strategies.Place
	*gate

	ctx    context.Context // of what runs in the background
	cancel context.CancelFunc
}

// stop ends what still runs in the background.
func (d *node) stop() {
	d.cancel()
	d.transport.CloseIdleConnections()
}

// A nodeClock is the clock of a node.
type nodeClock struct {
	*clock
	node *node // nil: the true time
}

// Now returns the true time plus the node's skew.
func (c nodeClock) Now() time.Time {
	if c.node == nil {
		return c.clock.Now()
	}
	return c.clock.Now().Add(time.Duration(c.node.skew.Load()))
}

// Sleep waits for d, or until ctx ends.
func (c nodeClock) Sleep(ctx context.Context, d time.Duration) error {
	if d > 0 && !c.until(ctx, c.elapsed()+d) || ctx.Err() != nil {
		return ctx.Err()
	}
	if c.node != nil {
		return c.node.pass()
	}
	return nil
}

// startNode starts node n for the life-th time, in a fleet of that size. The caller holds the
// nodes' mu.
func (f *fleet) startNode(n, life, size int) *node {
	s := &f.Scenario.Fleet
	d := &node{
		index: n, life: life, up: true, transport: f.target.transport(),
		place: strategies.NewPlace(), gate: newGate(f.ctx),
	}
	d.ip.Store(int32(f.nodes.exits[n]))
	d.ctx, d.cancel = context.WithCancel(f.ctx)
	f.nodes.lives = append(f.nodes.lives, d)
	own := f.common
	if s.Cache == scenarios.CachePerNode {
		own = f.newNodeCache(n)
	}
	token := f.newRoute(d, fakecarrier.TokenEndpoint)
	api := f.newRoute(d, fakecarrier.APIEndpoint)
	for customer := range s.Customers {
		store := own
		if s.Cache == scenarios.CachePerCustomer {
			store = f.newNodeCache(n)
		}
		env := f.env(d, customer, size, store)
		env.Endpoint = endpoint{
			customer, f.dialect.client(nodeClock{f.clock, d}, token, customer, f.target),
		}
		strategy, err := f.Strategy.New(env)
		if err != nil {
			panic(err) // the parts were checked, and the Env is whole
		}
		d.clients = append(d.clients, &http.Client{
			Transport: &oauth.Transport{Strategy: strategy, Base: api},
		})
	}
	return d
}

// env returns the environment of one customer's strategy on node d, in a fleet of that size.
func (f *fleet) env(d *node, customer, size int, store *cache) strategies.Env {
	clock := nodeClock{f.clock, d}
	env := strategies.OnClock(clock)
	env.Clock = clock
	env.Go = func(do func(context.Context)) { f.run(func() { d.background(do) }) }
	env.Rand = f.stream(fmt.Sprintf("strategy/node/%d/customer/%d/life/%d", d.index, customer,
		d.life))
	env.Store = gatedStore{d.gate, store.of(customer)}
	env.Shared = gatedStore{d.gate, f.store.of(customer)}
	// A node that was restarted does not know what it held before.
	holder := fmt.Sprintf("%d/%d", d.index, d.life)
	env.Lease = gatedLease{d.gate, leaseOf{f.store, f.leases[customer].For(holder)}}
	env.Node, env.Fleet = d.place, f.place
	env.Account = strconv.Itoa(customer)
	env.Nodes, env.Customers = size, f.Scenario.Fleet.Customers
	return env
}

// background runs do until it returns, or the node is gone for good.
func (d *node) background(do func(context.Context)) {
	if d.ctx.Err() == nil && d.pass() == nil {
		do(d.ctx)
	}
}

// An endpoint notes why a token is requested, then requests it.
type endpoint struct {
	customer int
	client   strategies.Source
}

// Token requests a token: one hit on the carrier.
func (e endpoint) Token(ctx context.Context, rejected strategies.Token) (strategies.Token, error) {
	p := purposeOf(ctx)
	p.why, p.customer = strategies.WhyOf(ctx, rejected), e.customer
	return e.client.Token(withPurpose(ctx, p), rejected)
}
