package sim

import "context"

// A Lock is a mutex in virtual time. Its waiters are served in order of arrival: Unlock hands it
// straight to the first of them, so that nobody overtakes. It may be held over a Sleep. Make it
// with NewLock.
type Lock struct {
	sim     *Sim
	held    bool
	waiters list[*Process]
}

// NewLock returns a free Lock.
func (s *Sim) NewLock() *Lock { return &Lock{sim: s} }

// Lock takes l, waiting for it if need be. When ctx is done first, the process leaves the queue and
// Lock returns the context's error; a lock that was handed over at that same instant, but earlier,
// is kept.
func (l *Lock) Lock(ctx context.Context) error {
	p := l.sim.waiter("Lock")
	k := l.sim.scopeOf(ctx)
	if k != nil && k.err != nil {
		return k.err
	}
	if l.TryLock() {
		return nil
	}
	p.valid = 0
	p.queueIn(&l.waiters)
	k.ends(p)
	return p.wait(waiting)
}

// TryLock takes l if it is free, and reports whether it did.
func (l *Lock) TryLock() bool {
	if l.held {
		return false
	}
	l.held = true
	return true
}

// Unlock frees l, or hands it to the first waiter. It panics if l is free. Any process or handler
// may call it.
func (l *Lock) Unlock() {
	if !l.held {
		panic("sim: Unlock of a free lock")
	}
	if l.waiters.first == nil || l.sim.ended {
		l.held = false
		return
	}
	l.waiters.first.owner.release(nil)
}
