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

// A node is one application node: connections, a clock and token caches of its own.
type node struct {
	index     int
	ip        int
	skew      atomic.Int64 // how far its clock is ahead, in nanoseconds
	transport *http.Transport
	clients   []*http.Client // by customer; each carries its requests through the strategy
}

// A nodeClock is the clock on a node's wall.
type nodeClock struct {
	*clock
	node *node // nil: the true time
}

// Now is the true time and the node's skew.
func (c nodeClock) Now() time.Time {
	if c.node == nil {
		return c.clock.Now()
	}
	return c.clock.Now().Add(time.Duration(c.node.skew.Load()))
}

// Sleep waits for so long, or until ctx ends.
func (c nodeClock) Sleep(ctx context.Context, d time.Duration) error {
	if d > 0 && !c.until(ctx, c.elapsed()+d) || ctx.Err() != nil {
		return ctx.Err()
	}
	return nil
}

// newNode starts node n, whose token cache is common unless that is nil.
func (f *fleet) newNode(n int, common *cache) *node {
	s := &f.Scenario.Fleet
	d := &node{index: n, ip: n % s.PublicIPs, transport: f.target.transport()}
	if n < len(s.Skew) {
		d.skew.Store(int64(s.Skew[n]))
	}
	own := common
	if s.Cache == scenarios.CachePerNode {
		own = f.newNodeCache(n)
	}
	token := f.newWire(d, fakecarrier.TokenEndpoint)
	api := f.newWire(d, fakecarrier.APIEndpoint)
	place := strategies.NewPlace()
	for customer := range s.Customers {
		store := own
		if s.Cache == scenarios.CachePerCustomer {
			store = f.newNodeCache(n)
		}
		env := f.env(d, customer, store, place)
		env.Endpoint = endpoint{customer, f.dialect.endpoint(oauth.Wire{
			Clock: nodeClock{f.clock, d}, Base: token, Patience: noPatience,
		}, credentials(customer), f.target.base.String())}
		d.clients = append(d.clients, &http.Client{
			Transport: &oauth.Transport{Strategy: f.Strategy.New(env), Base: api},
		})
	}
	return d
}

// noPatience leaves time-outs to the wire, which has the scenario's.
const noPatience = 24 * time.Hour

// env is the world of one customer's strategy on node d.
func (f *fleet) env(d *node, customer int, store *cache, place *strategies.Place) strategies.Env {
	clock := nodeClock{f.clock, d}
	env := strategies.OnClock(clock)
	env.Clock = clock
	env.Go = func(do func(context.Context)) { f.run(func() { do(f.ctx) }) }
	env.Rand = f.stream(fmt.Sprintf("strategy/node/%d/customer/%d/life/0", d.index, customer))
	env.Store, env.Shared = store.of(customer), f.store.of(customer)
	env.Lease = leaseOf{f.store, f.leases[customer].For(strconv.Itoa(d.index))}
	env.Node, env.Fleet = place, f.place
	env.Account = strconv.Itoa(customer)
	env.Nodes, env.Customers = f.Scenario.Fleet.Nodes, f.Scenario.Fleet.Customers
	return env
}

// An endpoint notes why a token is requested before the client requests it.
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
