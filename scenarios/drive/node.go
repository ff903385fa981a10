package drive

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/oauth"
)

// processes is the number of the latest process: an action, or something in the background.
var processes atomic.Uint64

// A node is one application node between two starts: connections, a clock and token caches of its
// own.
type node struct {
	index     int
	life      int          // how often it was restarted
	downs     atomic.Int32 // stops and crashes that last; 0: it is up
	ip        atomic.Int32 // the public IP through which it leaves
	skew      atomic.Int64 // how far its clock is ahead, in nanoseconds
	chances   [2]chances   // by fakecarrier.Endpoint
	transport *http.Transport
	clients   []*http.Client // by customer; each carries its requests through the strategy
	place     *strategies.Place
	caches    []*cache                  // by customer
	memories  []*strategies.MemoryStore // by customer
	*gate

	ctx    context.Context // of what runs in the background
	cancel context.CancelFunc
}

// Chances are the random numbers that decide what happens to a node's requests to one endpoint, on
// their way. A restarted node continues them, as in a simulation.
type chances struct {
	legs, losses *rand.Rand
	sent         *atomic.Int64 // requests
}

// stop ends what still runs in the background.
func (d *node) stop() {
	d.cancel()
	d.transport.CloseIdleConnections()
}

// A nodeClock is the clock of a node.
type nodeClock struct {
	*clock
	node *node
}

// Now returns the true time plus the node's skew.
func (c nodeClock) Now() time.Time {
	return c.clock.Now().Add(time.Duration(c.node.skew.Load()))
}

// Steady returns the true time, which no fault turns.
func (c nodeClock) Steady() time.Time { return c.clock.Now() }

// Sleep waits for d, or until ctx ends; and for the end of the node's pause.
func (c nodeClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := c.clock.Sleep(ctx, d); err != nil {
		return err
	}
	return c.node.pass()
}

// startNode starts node n in a fleet of that size: for the first time if before is nil, or again.
// The caller holds the nodes' mu.
func (f *fleet) startNode(n int, before *node, size int) *node {
	s := &f.Scenario.Fleet
	d := &node{
		index: n, transport: f.target.transport(), place: strategies.NewPlace(), gate: newGate(f.ctx),
	}
	f.nodes.lives = append(f.nodes.lives, d)
	d.ctx, d.cancel = context.WithCancel(f.ctx)
	if before != nil {
		d.life, d.chances = before.life+1, before.chances
		d.ip.Store(before.ip.Load())
		d.skew.Store(before.skew.Load())
	} else {
		d.ip.Store(int32(n % s.PublicIPs))
		for e, name := range scenarios.EndpointNames {
			d.chances[e] = chances{
				legs:   f.stream(fmt.Sprintf("leg/%s/node/%d", name, n)),
				losses: f.stream(fmt.Sprintf("loss/%s/node/%d", name, n)),
				sent:   &atomic.Int64{},
			}
		}
	}
	cache := f.common
	for range s.Customers {
		if s.Cache == scenarios.CachePerCustomer || cache == nil {
			cache = f.newCache(s.CacheDelay, n)
		}
		d.caches = append(d.caches, cache)
	}
	f.sessions.inherit(d, before)
	for customer, cache := range d.caches {
		strategy, err := f.Strategy.New(f.env(d, customer, size, cache))
		if err != nil {
			panic(err) // the parts were checked, and the Env is whole
		}
		api := &route{f, d, customer, fakecarrier.APIEndpoint}
		d.clients = append(d.clients, &http.Client{
			Transport: &oauth.Transport{Strategy: strategy, Base: api},
		})
	}
	return d
}

// env returns the environment of one customer's strategy on node d, in a fleet of that size.
func (f *fleet) env(d *node, customer, size int, own *cache) strategies.Env {
	clock := nodeClock{f.clock, d}
	env := strategies.OnClock(clock)
	env.Clock = clock
	env.Go = func(do func(context.Context)) { f.run(func() { f.background(d, do) }) }
	env.Rand = f.stream(fmt.Sprintf("strategy/node/%d/customer/%d/life/%d", d.index, customer,
		d.life))
	token := &route{f, d, customer, fakecarrier.TokenEndpoint}
	env.Endpoint = endpoint{f.dialect.client(clock, token, customer, f.target)}
	env.Store = cell{
		gate: d.gate, cache: own, token: own.of(customer, clock), customer: customer,
	}
	if f.sessions != nil {
		refresh := f.profile.Grants.Refresh
		env.Refreshes = true
		env.Forgives.Within, env.Forgives.Times = refresh.Forgiven()
		env.Forgives.Anew = refresh.AnsweredAnew()
		env.Memory = &strategies.MemoryStore{}
		d.memories = append(d.memories, env.Memory)
	}
	// A node that was restarted does not know what it held before.
	lease := f.leases[customer].For(fmt.Sprintf("%d/%d", d.index, d.life))
	// A process does not notice that it leaves through another public IP.
	quota := f.quotaOf(int(d.ip.Load()))
	shared := cell{d.gate, f.store, f.store.of(customer, clock), lease, quota, customer}
	env.Shared, env.Lease, env.Quota = shared, shared, shared
	env.Node, env.Fleet = d.place, f.place
	env.Account = strconv.Itoa(customer)
	env.Nodes, env.Customers = size, f.Scenario.Fleet.Customers
	return env
}

// background runs do, unless the node is gone for good.
func (f *fleet) background(d *node, do func(context.Context)) {
	if d.ctx.Err() == nil && d.pass() == nil {
		process := processes.Add(1)
		do(withPurpose(d.ctx, purpose{process: process}))
		f.sessions.ended(process)
	}
}

// An endpoint notes why a token is requested, then requests it.
type endpoint struct{ client strategies.Source }

// Token requests a token: one hit on the carrier.
func (e endpoint) Token(ctx context.Context, rejected strategies.Token) (strategies.Token, error) {
	p := purposeOf(ctx)
	p.why = strategies.WhyOf(ctx, rejected)
	return e.client.Token(withPurpose(ctx, p), rejected)
}
