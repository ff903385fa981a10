package world

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// A node is one application node between two starts.
type node struct {
	w       *world
	index   int
	life    int // how often it was restarted
	ip      int
	downs   int           // stops and crashes that last; 0: it is up
	skew    time.Duration // how far its clock is ahead
	at      []desk        // by carrier
	chores  []*chore      // in the background, in the order in which they began
	stopped bool

	threads *threads // nil: no limit
	deploys *uint8   // the group that it runs for all; nil: what the scenario says

	pauses  int      // faults that let it stand still
	waiting []func() // for their end
}

// A desk is what a node has for one carrier.
type desk struct {
	clients     []*client           // by customer
	places      []*strategies.Place // by group
	connections [2]connections      // by fakecarrier.Endpoint
}

// A client is one customer's calls to a carrier, leaving one node; it is the strategy's carrier.
type client struct {
	node     *node
	carrier  *carrier
	customer int
	strategy strategies.Strategy
	cache    *cache                  // its token cache
	group    uint8                   // of a mixed fleet
	memory   *strategies.MemoryStore // of the pair; nil: there are none
}

// buildNodes starts the nodes that the scenario begins with.
func (w *world) buildNodes() {
	f := &w.Scenario.Fleet
	for _, k := range w.carriers {
		k.store = k.newCache(f.StoreDelay, faults.SharedStore)
		for range f.Customers {
			k.leases = append(k.leases, strategies.NewMemoryLease(nodeClock{&node{w: w}}))
		}
		if f.Cache == scenarios.CachePerFleet {
			k.common = k.newCache(f.CacheDelay, faults.FleetCache)
		}
	}
	w.addNodes(f.Nodes)
	for n, ahead := range f.Skew {
		w.nodes[n].skew = time.Duration(ahead)
	}
}

// addNodes adds nodes. Each is configured with how many there will be.
func (w *world) addNodes(more int) {
	for size := len(w.nodes) + more; len(w.nodes) < size; {
		n := len(w.nodes)
		for _, k := range w.carriers {
			k.wireNode(n)
		}
		w.nodes = append(w.nodes, w.startNode(n, nil, size))
	}
}

// startNode starts node n in a fleet of that size: for the first time if before is nil, or again.
func (w *world) startNode(n int, before *node, size int) *node {
	f := &w.Scenario.Fleet
	d := &node{w: w, index: n, ip: n % f.PublicIPs, threads: w.newThreads()}
	if before != nil {
		d.life, d.ip, d.skew, d.deploys = before.life+1, before.ip, before.skew, before.deploys
	}
	d.at = make([]desk, len(w.carriers))
	for _, k := range w.carriers {
		d.furnish(k, before, size)
	}
	return d
}

// furnish gives a node that starts what it has for a carrier.
func (d *node) furnish(k *carrier, before *node, size int) {
	f, at := &d.w.Scenario.Fleet, &d.at[k.index]
	for range d.w.groups {
		at.places = append(at.places, strategies.NewPlace())
	}
	cache := k.common
	for customer := range f.Customers {
		if f.Cache == scenarios.CachePerCustomer || cache == nil {
			cache = k.newCache(f.CacheDelay, d.index)
		}
		own := k.sessions.inherit(before, customer, cache)
		if f.Cache == scenarios.CachePerNode {
			cache = own
		}
		at.clients = append(at.clients, d.newClient(k, customer, size, own))
	}
}

func (d *node) newClient(k *carrier, customer, size int, own *cache) *client {
	w, c := d.w, &client{
		node: d, carrier: k, customer: customer, cache: own, group: d.runs(customer),
	}
	background := fmt.Sprintf("background of node %d, customer %d", d.index, customer)
	// A node that was restarted does not know what it held before.
	holder := fmt.Sprintf("%d/%d", d.index, d.life)
	var forgives strategies.Forgiveness
	if k.sessions != nil {
		forgives, c.memory = k.sessions.forgives, &strategies.MemoryStore{}
	}
	s, err := w.groups[c.group].New(strategies.Env{
		Clock:       nodeClock{d},
		NewMutex:    func() strategies.Mutex { return w.sim.NewLock() },
		Go:          func(f func(context.Context)) { d.background(background, f) },
		WithTimeout: w.sim.WithTimeout,
		Rand:        k.rand("strategy/node/%d/customer/%d/life/%d", d.index, customer, d.life),
		Endpoint:    c,
		Store:       own.of(customer, d),
		Shared:      k.store.of(customer, d),
		Lease:       lease{k.store, k.leases[customer].For(holder)},
		Refreshes:   k.sessions != nil,
		Forgives:    forgives,
		Memory:      c.memory,
		Quota:       k.quotaOf(d.ip), // a process does not notice that it leaves through another
		Node:        d.at[k.index].places[c.group],
		Fleet:       k.fleets[c.group],
		Account:     strconv.Itoa(customer),
		Nodes:       size, Customers: w.Scenario.Fleet.Customers,
		Oracle: oracle{c},
	})
	if err != nil {
		panic(err) // the parts were checked, and the Env is whole
	}
	c.strategy = s
	return c
}

// serving returns the node that takes the clicks of node n: that one, or the next that is up. If
// none is up, it returns node n.
func (w *world) serving(n int) (d *node, up bool) {
	for i := range w.nodes {
		if d := w.nodes[(n+i)%len(w.nodes)]; d.downs == 0 {
			return d, true
		}
	}
	return w.nodes[n%len(w.nodes)], false
}

// A nodeClock is the clock on a node's wall.
type nodeClock struct{ node *node }

func (c nodeClock) Now() time.Time {
	return c.node.w.instant(c.node.w.sim.Now() + c.node.skew)
}

// Steady is the true time: no skew, and nobody sets it.
func (c nodeClock) Steady() time.Time { return c.node.w.now() }

func (c nodeClock) Sleep(ctx context.Context, d time.Duration) error {
	return c.node.w.sim.Sleep(ctx, d)
}

// Token requests a token: one hit on the carrier.
func (c *client) Token(ctx context.Context, rejected strategies.Token) (strategies.Token, error) {
	k := c.carrier
	if k.Fork.withholdsRequests(k.sim.Now()) {
		return strategies.Token{}, strategies.ErrShed
	}
	m := k.takeMessage()
	m.record = c.asked(ctx, rejected)
	r := &m.record
	if k.sessions != nil {
		k.sessions.depart(c, m, strategies.RefreshOf(ctx))
	}
	err := k.post(ctx, c, m, fakecarrier.TokenEndpoint)
	if err == nil {
		err = m.process.Park()
	}
	if err == nil && m.answered {
		strategies.TellLimits(ctx, k.limits(k.said[m.index]))
	}
	err = k.collect(c, m, err)
	if err != nil {
		return strategies.Token{}, err
	}
	issued, _ := k.machine.Token(k.id(r.Token)) // one just issued is always held
	t := strategies.Token{
		Value:   k.values.of(r.Token),
		Expires: k.expiry(k.said[m.index], c.node.skew),
		Ends:    issued.Expiry,
	}
	if k.sessions != nil {
		t.Refresh = k.sessions.arrived(c, m)
	}
	return t, nil
}

// asked is the record of a token request for whom ctx says.
func (c *client) asked(ctx context.Context, rejected strategies.Token) measure.Record {
	r := measure.Record{
		Why: strategies.WhyOf(ctx, rejected), User: measure.NoUser, Group: c.group,
		Carrier: c.carrier.index,
	}
	if !rejected.IsZero() && r.Why != strategies.WhyAhead {
		if n := tokenNumber(rejected); n != measure.WithoutRights {
			r.Rejected = n
		}
	}
	if a, ok := ctx.Value(actionKey{}).(*action); ok {
		r.Action, r.User, r.Class = a.id, a.user, a.w.loads[a.load].class
	}
	return r
}
