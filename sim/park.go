package sim

import (
	"context"
	"fmt"
	"time"
)

// Sleep waits for d, or until ctx is done; then it returns the context's error. A d of zero or less
// lets everything else take its turn that is already due at this instant.
func (s *Sim) Sleep(ctx context.Context, d time.Duration) error {
	p := s.waiter("Sleep")
	k := s.scopeOf(ctx)
	if k != nil && k.err != nil {
		return k.err
	}
	t := s.later(max(d, 0))
	if s.order == nil && !s.held && s.ready.n == 0 && s.queue.min() > t && t <= s.horizon {
		// The sleeper itself is next: no need to leave and come back.
		s.seq++
		s.events++
		s.now, p.valid = t, 0
		s.queue.pass(t)
		s.enter(p)
		return nil
	}
	p.valid = s.schedule(t, wakeup, p.slot)
	k.ends(p)
	return p.wait(waiting)
}

// Parking readies the running process to Park, which is the next thing it does: until Wake, until
// the instant that WakeAt named, or until ctx is done. If ctx is done already, Parking returns the
// context's error, and there is nothing to Park for. A wakeup that WakeAt arranged before counts if
// the process has not waited in between.
func (s *Sim) Parking(ctx context.Context) error {
	p := s.waiter("Parking")
	if k := s.scopeOf(ctx); k != nil {
		if k.err != nil {
			p.valid = 0
			return k.err
		}
		k.ends(p)
	}
	p.state, p.err = parked, nil
	return nil
}

// Park waits, as Parking has arranged, and returns the context's error if that ended the wait. It
// is apart from Parking so as to be small enough to vanish in its caller: the processor has lost
// the way back through every call that it returns from after a switch.
func (p *Process) Park() error {
	if !p.yield(struct{}{}) {
		panic(ending{})
	}
	return p.err
}

// Wake ends the wait of p, which is in Park, now: p goes on when its turn at this instant comes,
// and a context that is done before that no longer matters. It does nothing to a process whose wait
// is already over, and panics if p is not in Park.
func (s *Sim) Wake(p *Process) {
	switch {
	case s.ended || p.state == woken:
	case p.state == parked:
		p.release(nil)
	default:
		panic(fmt.Sprintf("sim: Wake of %v, which is not in Park", p))
	}
}

// WakeAt arranges that the wait of p ends at t. The process is in Park, or it is the running one
// and is about to Park. Of several arrangements the latest counts; the wait still ends before t by
// Wake or by its context. It does nothing to a process whose wait is already over, and panics if t
// is in the past or p is not in Park.
func (s *Sim) WakeAt(p *Process, t time.Duration) {
	switch {
	case s.ended || p.state == woken:
	case p.state == parked || p.state == running:
		p.valid = s.schedule(int64(t), wakeup, p.slot)
	default:
		panic(fmt.Sprintf("sim: WakeAt of %v, which is not in Park", p))
	}
}
