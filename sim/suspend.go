package sim

import "fmt"

// Suspend lets the process of b stand still where it waits, as a machine that is paused does: when
// its wait ends due is called, once, and the process goes on no sooner than Resume says. Nothing
// happens if b has no process. Only a handler may call Suspend, Resume and Kill.
func (s *Sim) Suspend(b Body, due func()) {
	if p := s.processOf("Suspend", b); p != nil {
		p.due = due
	}
}

// Resume lets the process of b, which stands still, go on: in its turn at this instant if its wait
// has ended, or else once it ends.
func (s *Sim) Resume(b Body) {
	p := s.processOf("Resume", b)
	if p == nil || p.due == nil {
		return
	}
	p.due = nil
	if p.held {
		p.held = false
		p.valid = s.schedule(s.now, wakeup, p.slot)
	}
}

// Kill ends the process of b where it waits, as a crash does: nothing of it runs any more before
// the run is over, not even its deferred functions, and what it holds stays held. It returns the
// process, nil if b has none.
func (s *Sim) Kill(b Body) *Process {
	p := s.processOf("Kill", b)
	if p != nil {
		p.detach()
		p.valid, p.state, p.due, p.held = 0, woken, nil, false
	}
	return p
}

// processOf returns the process that serves b, nil if none does.
func (s *Sim) processOf(what string, b Body) *Process {
	if s.current != nil {
		panic(fmt.Sprintf("sim: %s in %v; only a handler may call it", what, s.current))
	}
	for _, p := range s.processes {
		if p.body == b {
			return p
		}
	}
	return nil
}

// hold keeps the end of the wait of p, which is suspended.
func (p *Process) hold() {
	p.valid, p.state, p.held = 0, woken, true
	p.due()
}
