// Package sim is virtual time: a deterministic kernel that handles events in the order (time,
// sequence number of scheduling) and runs blocking code as processes, one at a time.
//
// There are two kinds of code in a run. A handler is a function called at an instant; it takes no
// virtual time and must not wait. A process is straight-line Go that may Sleep, Park, take a Lock
// or wait on a Cond; it runs on a coroutine (iter.Pull) that is borrowed from a pool while its body
// runs. Handlers cost an order of magnitude less: let what is idle be an event, and only what
// decides be a process.
//
// What the kernel promises:
//
//   - Equal programs with equal seeds do the same things in the same order on any machine and any
//     number of cores. Whatever becomes due at one instant takes its turn in the order in which it
//     was scheduled; handling an event takes no virtual time.
//   - Time is an integer number of nanoseconds and never goes back. Scheduling in the past is a bug
//     of the caller and panics. Instants beyond 292 years are moved to 292 years.
//   - Nothing outlives Run: parked processes are unwound, their deferred functions run.
//   - A process that blocks for real, on a channel or a mutex or for ever, is reported by name.
//
// A Sim is for one goroutine: nothing here may be called from any goroutine but the one that called
// New (before Run) and the handlers and processes themselves (during Run).
package sim

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync/atomic"
	"time"
)

// A Sim is one simulation: a clock, the events to come, and the processes. Make it with New,
// register handlers, schedule what begins, and Run it once.
type Sim struct {
	// Epoch is the calendar time of virtual time zero. Only the Deadline of a context shows it.
	Epoch time.Time

	now     int64 // virtual ns since the epoch
	seq     uint64
	events  uint64 // handled
	before  uint64 // of them, those before this instant
	horizon int64
	queue   *queue         // what is due later
	ready   fifo[due]      // what is due at this instant and was scheduled at this instant
	bodies  fifo[Body]     // what the start events in ready begin, in their order
	expiry  deadlines      // the deadlines of contexts
	handle  []func(uint32) // by Kind

	processes []*Process // every coroutine made, by slot
	idle      []*Process // LIFO: the last to finish has the warmest stack
	current   *Process
	unwound   int // how many of the processes are
	resumes   uint64
	held      bool // the clock must not move: a handler is in the middle of its event
	inside    bool // the pulse tells of a process that was resumed
	pulse     atomic.Uint64
	abandoned atomic.Bool      // stuck: the loop must not go on if its process ever returns
	looks     <-chan time.Time // when the watchdog looks; nil for a real ticker

	seed         uint64
	streams      []namedStream // those that Rand returned, if they are kept
	keepsStreams bool
	ran          bool
	ended        bool   // the events are over, what is parked is being unwound
	order        *Order // nil: events have the order of their scheduling
	failure      error  // a process panicked
	goexited     bool
	collapsed    *PanicError // a handler panicked
}

// A Kind is a registered handler. The zero Kind is none of them.
type Kind uint32

// The kernel's own kinds come first.
const (
	wakeup Kind = iota // arg: the process's slot
	start
	expire // arg: the line of equal timeouts
	firstKind
)

// A due event waits for its turn at this instant.
type due struct {
	seq  uint64
	kind Kind
	arg  uint32
}

// New returns a Sim at virtual time zero. Its epoch is 2100-01-01, far from today, so that a real
// time that has leaked in shows at once.
func New(seed uint64) *Sim {
	return &Sim{
		Epoch:  time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC),
		queue:  newQueue(),
		handle: make([]func(uint32), firstKind),
		seed:   seed,
	}
}

// Now returns the virtual time since the epoch of the run. After Run it is the time of the last
// event handled.
func (s *Sim) Now() time.Duration { return time.Duration(s.now) }

// Events returns how many events were handled so far. A wakeup of a process is one, and so is its
// start, and a context's deadline; a wakeup that a cancellation made void is none.
func (s *Sim) Events() uint64 { return s.events }

// Handle registers a handler of events and returns the kind of event that it handles. It must be
// called before Run.
func (s *Sim) Handle(f func(arg uint32)) Kind {
	if s.ran {
		panic("sim: Handle after Run has begun")
	}
	s.handle = append(s.handle, f)
	return Kind(len(s.handle) - 1)
}

// At schedules an event of kind k at virtual time t. It panics if t is in the past.
func (s *Sim) At(t time.Duration, k Kind, arg uint32) {
	if k < firstKind || int(k) >= len(s.handle) {
		panic(fmt.Sprintf("sim: event of kind %d, which Handle never returned", k))
	}
	s.schedule(int64(t), k, arg)
}

// After schedules an event of kind k in d from now. It panics if d is negative.
func (s *Sim) After(d time.Duration, k Kind, arg uint32) {
	s.At(time.Duration(s.later(d)), k, arg)
}

// Grow makes room for n events more than there are, for who is about to schedule many.
func (s *Sim) Grow(n int) { s.queue.grow(n) }

// later returns the instant d from now, or the last one where the sum would overflow.
func (s *Sim) later(d time.Duration) int64 {
	if d > 0 && s.now > math.MaxInt64-int64(d) {
		return math.MaxInt64
	}
	return s.now + int64(d)
}

// schedule puts an event where it belongs and returns its sequence number. Whatever the queue
// holds for this instant was scheduled before the clock arrived here, and so precedes all of ready.
func (s *Sim) schedule(t int64, k Kind, arg uint32) uint64 {
	seq := s.nextSeq()
	switch {
	case t > s.now:
		s.queue.push(t, seq, k, arg)
	case t == s.now:
		s.ready.push(due{seq, k, arg})
	default:
		panic(fmt.Sprintf("sim: an event at %v is scheduled in the past, it is already %v",
			time.Duration(t), time.Duration(s.now)))
	}
	return seq
}

func (s *Sim) nextSeq() uint64 {
	s.seq++
	return s.seq
}

// Run handles the events with time <= horizon, those that they cause included, then unwinds every
// process that is still parked: its wait panics with a private value, its deferred functions run,
// and a process that waits again in one of them is unwound again. Events beyond the horizon, and
// starts that did not get their turn, are dropped; the clock stays at the last event handled. A Sim
// runs once.
//
// Run ends early, and unwinds all the same, with a *PanicError when a process panics; with a
// *StuckError, without unwinding, when a process blocks for real. When a handler panics, Run panics
// with a *PanicError. When a handler or a process calls runtime.Goexit (as t.FailNow does), so does
// Run.
func (s *Sim) Run(horizon time.Duration) error {
	if s.ran {
		panic("sim: a Sim runs once")
	}
	if horizon < s.Now() {
		panic(fmt.Sprintf("sim: the horizon %v is in the past", horizon))
	}
	s.ran, s.horizon = true, int64(horizon)
	if stuck := s.guard(s.loop); stuck != nil {
		return stuck
	}
	s.ended = true
	for s.unwound < len(s.processes) {
		// Again after a Goexit, which ends the goroutine that unwinds.
		if stuck := s.guard(s.unwind); stuck != nil {
			return stuck
		}
	}
	if s.collapsed != nil {
		panic(s.collapsed)
	}
	if s.goexited {
		runtime.Goexit()
	}
	return s.failure
}

// Stop ends the run once what is due at this instant has been handled: nothing that comes later is.
func (s *Sim) Stop() { s.horizon = s.now }

// loop handles events until there is none left before the horizon, or the run has failed. It is one
// function, and as flat as can be: after each switch between coroutines the processor has lost its
// way back through the callers, and pays for every one of them.
//
// An event may have lost its meaning: its wait has ended otherwise, its deadline was cancelled.
// Such an event is not handled, and the clock does not stop at it.
func (s *Sim) loop() {
	for s.failure == nil && !s.abandoned.Load() {
		if s.events-s.before >= mostAtOnce {
			s.failure = &StandstillError{s.Now(), s.events - s.before}
			return
		}
		t, e := s.now, due{}
		if s.order == nil && s.ready.n > 0 && s.queue.min() > s.now {
			e = s.ready.pop()
		} else {
			var ok bool
			if t, e, ok = s.earliest(); !ok {
				return
			}
			if t < s.now {
				panic(fmt.Sprintf("sim: the clock would go back from %d ns to %d ns", s.now, t))
			}
			if t > s.now {
				s.before = s.events
			}
		}
		switch e.kind {
		case wakeup:
			p := s.processes[e.arg]
			if p.valid != e.seq {
				continue
			}
			s.now = t
			s.events++
			if p.listed {
				p.detach()
			}
			if p.due != nil {
				p.hold()
				continue
			}
			s.turn(p)
			if s.order != nil {
				s.order.Turn(p, p.err)
			}
			p.next()
			s.current = nil
		case start:
			s.now = t
			s.events++
			s.embody(s.bodies.pop()).next()
			s.current = nil
		case expire:
			if s.expiry.void(s, e.arg, e.seq) {
				continue
			}
			s.now = t
			s.events++
			s.leave()
			s.expiry.expire(s, e.arg)
		default:
			s.now = t
			s.events++
			s.leave()
			s.handle[e.kind](e.arg)
		}
	}
}

// earliest takes the event whose turn it is, which is not the first of ready.
func (s *Sim) earliest() (at int64, e due, ok bool) {
	if s.order != nil {
		return s.order.next(s)
	}
	return s.queue.take(s.horizon)
}

// Start begins a process at this instant, when its turn comes: after whatever is already due now.
// It allocates nothing if b is a pointer and a coroutine is idle.
func (s *Sim) Start(b Body) {
	s.bodies.push(b)
	s.ready.push(due{s.nextSeq(), start, 0})
}

// Begin starts a process inside the handler that calls it, at once and not in its turn: what the
// process does before its first wait belongs to that event. It costs no event of its own. Processes
// must not call it.
func (s *Sim) Begin(b Body) {
	if s.current != nil {
		panic(fmt.Sprintf("sim: Begin in %v; a process starts another with Start", s.current))
	}
	s.held = true
	s.embody(b).next()
	s.current, s.held = nil, false
}

// Go starts f as a process of that name.
func (s *Sim) Go(name string, f func(ctx context.Context)) { s.Start(&function{name, f}) }

// Current returns the process that is running, nil in a handler and outside a run.
func (s *Sim) Current() *Process { return s.current }
