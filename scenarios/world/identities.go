package world

import (
	"reflect"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/identity"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/sim"
)

// identities tell the states of a run apart. What a process has on its stack cannot be seen. But a
// process does what it does because of what it was told since it began: so its sum is that of what
// it saw each time it went on. It is forgotten when the process ends.
type identities struct {
	told      map[*sim.Process]identity.Sum // by those that have a body
	waker     map[*sim.Process]identity.Sum // of those whose wait another process has ended
	spawned   map[sim.Body]identity.Sum     // of those that have not begun: by whom
	hits      identity.Sum                  // all that the carrier has judged, for the meters
	walk      identity.Walk
	inHand    *message // whose leg is chosen
	metersAPI bool     // a reading counts API calls as well
	flags     flags
}

// unseen are the types that sums do not look into: what is constant, what State adds in its own
// way, and what lies on the way back from a strategy to the world around it.
var unseen = func() map[reflect.Type]bool {
	field := func(name string) reflect.Type {
		f, _ := reflect.TypeFor[fakecarrier.Carrier]().FieldByName(name)
		return f.Type
	}
	all := map[reflect.Type]bool{
		field("metering"): true, field("watchers"): true, field("profile"): true,
		field("throttle"): true,
	}
	for _, t := range []reflect.Type{
		reflect.TypeFor[*world](), reflect.TypeFor[*carrier](), reflect.TypeFor[*node](),
		reflect.TypeFor[*client](), reflect.TypeFor[*cache](), reflect.TypeFor[*action](),
		reflect.TypeFor[*chore](), reflect.TypeFor[*sim.Sim](), reflect.TypeFor[*sim.Process](),
	} {
		all[t] = true
	}
	return all
}()

func (c *choosing) watch() {
	c.told, c.waker = map[*sim.Process]identity.Sum{}, map[*sim.Process]identity.Sum{}
	c.spawned = map[sim.Body]identity.Sum{}
	c.flags.ours = map[uint64]bool{}
	c.walk = identity.Walk{Cut: unseen, Known: func(v reflect.Value) identity.Sum {
		if v.Type() == reflect.TypeFor[*sim.Process]() && !v.IsNil() {
			return c.told[(*sim.Process)(v.UnsafePointer())]
		}
		return identity.Sum{}
	}}
}

// begun notes a process that begins: all callers of one node and customer begin alike.
func (c *choosing) begun(p *sim.Process) {
	var s identity.Sum
	switch b := p.Body().(type) {
	case *action:
		s = s.Add(1).Add(uint64(b.client.node.index)).Add(uint64(b.customer)).Add(uint64(b.load))
	case *chore:
		s = s.Add(2).Add(uint64(b.node.index)).Join(c.walk.Of(b.name)).Join(c.spawned[b])
		delete(c.spawned, b)
	}
	c.told[p] = s
	c.sees(p)
}

// spawns notes by whom a process is begun: it is told what that one knows.
func (c *choosing) spawns(b sim.Body) {
	if by := c.w.sim.Current(); by != nil {
		c.spawned[b] = c.told[by]
	}
}

// turn notes what a process is told that goes on.
func (c *choosing) turn(p *sim.Process, err error) {
	s := c.told[p].Join(c.waker[p])
	delete(c.waker, p)
	if err != nil {
		s = s.Join(c.walk.Of(err.Error()))
	}
	for _, m := range c.w.messages {
		if m.process == p {
			s = s.Join(c.message(m))
		}
	}
	c.told[p] = s
	c.sees(p)
}

// sees notes what a process may look at when it goes on.
func (c *choosing) sees(p *sim.Process) {
	if c.Seen == nil {
		return
	}
	saw := c.Seen.look(func() identity.Sum { return c.within(c.nodeOf(p.Body())) })
	c.told[p] = c.told[p].Add(uint64(c.w.sim.Now())).Join(saw)
}

// woken notes who ended the wait of a process: he may have left it something.
func (c *choosing) woken(p, by *sim.Process) {
	if by != nil {
		c.waker[p] = c.told[by]
	}
}

// chosen notes what was chosen in the step of a process.
func (c *choosing) chosen(i int) {
	if p := c.w.sim.Current(); p != nil {
		c.told[p] = c.told[p].Add(uint64(i))
	}
}

func (c *choosing) nodeOf(b sim.Body) *node {
	switch b := b.(type) {
	case *action:
		return b.client.node
	case *chore:
		return b.node
	}
	return nil
}

// within is the sum of what processes of a node can see: what its strategies keep, and the stores.
func (c *choosing) within(d *node) identity.Sum {
	var roots []any
	for _, k := range c.w.carriers {
		roots = append(roots, k.fleets, k.store.tokens, k.leases, k.quotas)
		if k.common != nil {
			roots = append(roots, k.common.tokens)
		}
		if d != nil {
			roots = append(roots, c.desk(d, k)...)
		}
	}
	return c.walk.Of(roots...)
}

// desk is what a node has for a carrier.
func (c *choosing) desk(d *node, k *carrier) (roots []any) {
	at := &d.at[k.index]
	roots = append(roots, at.places, at.connections)
	for _, cl := range at.clients {
		roots = append(roots, cl.strategy, cl.cache.tokens, cl.memory)
	}
	return roots
}

// message is the sum of a message on its way.
func (c *choosing) message(m *message) identity.Sum {
	k := c.w.carrierOf(m)
	r := &m.record
	s := identity.Sum{}.Add(uint64(m.endpoint)).Add(uint64(r.Node)).Add(uint64(r.Customer))
	s = s.Add(r.Token).Add(uint64(r.Status)).Add(uint64(r.Reason)).Add(uint64(r.Sent))
	s = s.Add(uint64(r.Why)).Add(r.Rejected).Add(uint64(m.back)).Add(uint64(c.w.waits[m.index]))
	s = s.Join(c.walk.Of(m.answered, m.away, m.lostBack, c.w.codes[m.index], m.process))
	if int(m.index) < len(k.said) {
		s = s.Join(c.walk.Of(k.said[m.index]))
	}
	if k.sessions != nil && int(m.index) < len(k.sessions.carried) {
		s = s.Join(c.walk.Of(k.sessions.carried[m.index]))
	}
	return s
}

// state is the sum of all that decides how the run goes on.
func (c *choosing) state() identity.Sum {
	w := c.w
	s := c.walk.Of(w.sim.Now(), c.Slow, c.Losses, c.Crashes)
	s = s.Join(c.hits).Join(c.walk.Of(c.flags.harm, c.flags.failed, c.flags.lost, w.requests))
	for _, b := range w.bans.settled {
		s = s.Plus(identity.Sum{uint64(b.at), 7})
	}
	if c.inHand != nil {
		s = s.Join(c.message(c.inHand))
	}
	if p := w.sim.Current(); p != nil {
		s = s.Join(c.told[p])
	}
	s = s.Join(c.processes()).Join(c.pending())
	var roots []any
	for _, k := range w.carriers {
		roots = append(roots, k.machine)
		if k.sessions != nil {
			roots = append(roots, k.sessions.of, k.sessions.shared, k.sessions.hands)
		}
	}
	for _, d := range w.nodes {
		roots = append(roots, d.life, d.downs, d.stopped, len(d.chores), d.threads)
		for _, k := range w.carriers {
			roots = append(roots, c.desk(d, k)...)
		}
	}
	return s.Join(c.walk.Of(roots...)).Join(c.within(nil))
}

// processes is the sum of those that have begun, in any order: of two that were told the same,
// either does what the other would.
func (c *choosing) processes() (s identity.Sum) {
	for _, p := range c.w.sim.Processes() {
		s = s.Plus(identity.Sum{}.Join(c.told[p]).Join(c.waker[p]))
	}
	return s
}

// pending is the sum of the events to come, in any order: what comes first of one instant is
// chosen.
func (c *choosing) pending() (s identity.Sum) {
	for _, e := range c.w.sim.Pending() {
		if e.At <= int64(c.w.end()) {
			s = s.Plus(c.due(&e))
		}
	}
	return s
}

// due is the sum of an event to come.
func (c *choosing) due(e *sim.Due) identity.Sum {
	w := c.w
	s := identity.Sum{}.Add(uint64(e.At)).Add(uint64(e.Kind))
	switch {
	case e.Process != nil:
		s = s.Join(c.told[e.Process]).Join(c.waker[e.Process])
	case e.Body != nil:
		s = s.Join(c.spawned[e.Body])
	case e.Kind == w.reach, e.Kind == w.leave:
		s = s.Join(c.message(w.messages[e.Arg]))
	case e.Kind == w.click:
		load := w.users[e.Arg].load
		home, customer := w.loads[load].Seat(e.Arg, len(w.nodes))
		s = s.Add(uint64(home)).Add(uint64(customer)).Add(uint64(load))
	default:
		s = s.Add(uint64(e.Arg))
	}
	return s
}

// judged notes a hit that the carrier has judged, and all that a meter may see of it.
func (c *choosing) judged(r *measure.Record, e fakecarrier.Endpoint, at time.Duration) {
	if e == fakecarrier.APIEndpoint && !c.metersAPI {
		return
	}
	c.hits = c.hits.Add(uint64(at)).Add(uint64(e)).Add(uint64(r.IP)).Add(uint64(r.Customer))
	c.hits = c.hits.Add(uint64(r.Status))
}
