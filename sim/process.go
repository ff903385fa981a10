package sim

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"
)

// A Body is what a process does. Run may wait by the kernel's means only. String names the process
// in errors and is called for nothing else.
type Body interface {
	Run(ctx context.Context)
	String() string
}

// A Process is a coroutine in the service of one body after another. Whoever keeps a *Process in
// order to wake it must know that its body still waits: once the body has returned, the same
// Process may serve another.
type Process struct {
	// What a wakeup touches lies in one cache line, and a Process in three whole ones: with hundreds
	// of calls in flight, each has left the nearest cache when its turn comes.
	sim    *Sim
	slot   uint32
	state  state
	listed bool   // on one of the lists below, or on both
	held   bool   // its wait has ended while it was suspended
	due    func() // to call when its wait ends; not nil: it is suspended
	valid  uint64 // seq of the one wakeup that counts, 0 if there is none
	err    error  // how the wait ended
	next   func() (struct{}, bool)
	yield  func(struct{}) bool

	stop      func()
	body      Body
	inContext node[*Process] // among those whose wait ends with a context
	inQueue   node[*Process] // among the waiters of a Lock or a Cond
	_         [40]byte
}

type state uint8

const (
	resting state = iota // no body
	running
	parked  // in Park: Wake ends it
	waiting // in Sleep, Lock or Wait: Wake is a bug
	woken   // the wait is over, its turn has not come
)

// String returns the name of the body.
func (p *Process) String() string {
	if p.body == nil {
		return "idle process"
	}
	return p.body.String()
}

// A function is the body that Go makes.
type function struct {
	name string
	f    func(context.Context)
}

func (f *function) Run(ctx context.Context) { f.f(ctx) }
func (f *function) String() string          { return f.name }

// embody makes it the turn of a process with that body: of an idle one, or of a new one.
func (s *Sim) embody(b Body) *Process {
	var p *Process
	if n := len(s.idle); n > 0 {
		p = s.idle[n-1]
		s.idle = s.idle[:n-1]
	} else {
		p = &Process{sim: s, slot: uint32(len(s.processes))}
		p.inContext.owner, p.inQueue.owner = p, p
		p.next, p.stop = iter.Pull(p.serve)
		s.processes = append(s.processes, p)
	}
	p.body = b
	s.turn(p)
	if s.order != nil {
		s.order.Begun(p)
	}
	return p
}

// turn makes it the turn of p; its next then lets it run until it waits or its body returns.
func (s *Sim) turn(p *Process) {
	p.state, p.valid = running, 0
	s.current = p
	s.enter(p)
}

// serve is the coroutine: it runs the body that it was given, then waits for another. One that
// panicked serves no more.
//
//go:noinline
func (p *Process) serve(yield func(struct{}) bool) {
	p.yield = yield
	defer func() { p.broken(recover()) }()
	for {
		p.body.Run(context.Background())
		p.body, p.state = nil, resting
		p.sim.idle = append(p.sim.idle, p)
		if !yield(struct{}{}) {
			return
		}
	}
}

// broken notes why the body did not return, if it did not.
func (p *Process) broken(value any) {
	switch value.(type) {
	case ending:
	case nil: // it did; or runtime.Goexit ends the coroutine and, through iter.Pull, the loop
	default:
		if p.sim.failure == nil {
			p.sim.failure = &PanicError{p.String(), value, debug.Stack()}
		}
	}
}

// queueIn puts p, which is about to wait, at the end of the waiters of a Lock or a Cond.
func (p *Process) queueIn(waiters *list[*Process]) {
	waiters.push(&p.inQueue)
	p.listed = true
}

// detach takes p off every list that could end its wait.
func (p *Process) detach() {
	if p.listed {
		p.listed = false
		p.inContext.leave()
		p.inQueue.leave()
	}
}

// ending is the panic that ends the wait of a process when the run is over.
type ending struct{}

func (ending) String() string { return "sim: the run is over, this process is unwound" }

// unwind ends every coroutine, in the order in which they were made.
func (s *Sim) unwind() {
	for s.unwound < len(s.processes) {
		p := s.processes[s.unwound]
		s.unwound++
		p.detach()
		s.current = p
		s.enter(p)
		p.stop()
		s.current = nil
	}
}

// waiter returns the process that is about to wait, and panics if there is none, or if the run is
// over.
func (s *Sim) waiter(what string) *Process {
	p := s.current
	if p == nil {
		panic(fmt.Sprintf("sim: %s outside a process: a handler must not wait", what))
	}
	if s.ended {
		panic(ending{})
	}
	return p
}

// wait suspends p, which is running, until its wakeup, or until a scope is done that ends its wait.
func (p *Process) wait(as state) error {
	p.state, p.err = as, nil
	return p.Park()
}

// release ends the wait of p with err; p goes on when its turn at this instant comes.
func (p *Process) release(err error) {
	p.detach()
	p.err, p.state = err, woken
	if s := p.sim; s.order != nil {
		s.order.Woken(p, s.current)
	}
	p.valid = p.sim.schedule(p.sim.now, wakeup, p.slot)
}
