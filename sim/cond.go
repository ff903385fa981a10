package sim

import "context"

// A Cond is a place where processes wait for something to become true. Its waiters are served in
// order of arrival. As only one process runs at a time it needs no lock; whoever returns from Wait
// must look again at what it waited for. Make it with NewCond.
type Cond struct {
	sim     *Sim
	waiters list[*Process]
}

// NewCond returns a Cond without waiters.
func (s *Sim) NewCond() *Cond { return &Cond{sim: s} }

// Wait waits for Signal or Broadcast, or until ctx is done; then it returns the context's error.
func (c *Cond) Wait(ctx context.Context) error {
	p := c.sim.waiter("Wait")
	k := c.sim.scopeOf(ctx)
	if k != nil && k.err != nil {
		return k.err
	}
	p.valid = 0
	p.queueIn(&c.waiters)
	k.ends(p)
	return p.wait(waiting)
}

// Signal ends the wait of the first waiter, if there is one. Any process or handler may call it.
func (c *Cond) Signal() {
	if c.waiters.first != nil && !c.sim.ended {
		c.waiters.first.owner.release(nil)
	}
}

// Broadcast ends the wait of all who wait now.
func (c *Cond) Broadcast() {
	for c.waiters.first != nil && !c.sim.ended {
		c.Signal()
	}
}
