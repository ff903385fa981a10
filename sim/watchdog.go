package sim

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// A process is stuck when it has not come back for this many looks at this distance: five seconds
// (assumed). Looks are counted, not time: a machine that was paused looks once when it resumes.
const (
	tick     = 250 * time.Millisecond
	patience = 20
)

// The pulse tells the watchdog who is inside: resumes << slotBits | slot + 1, or 0 for the slot
// part when the loop is on its own. It is stored once per resume, and once when handlers follow.

// enter notes that p runs.
func (s *Sim) enter(p *Process) {
	s.resumes++
	s.inside = true
	s.pulse.Store(s.resumes<<slotBits | uint64(p.slot+1))
}

// leave notes that no process runs.
func (s *Sim) leave() {
	if s.inside {
		s.inside = false
		s.pulse.Store(s.resumes << slotBits)
	}
}

// guard runs phase on a goroutine of its own and watches its pulse. It returns when phase is over,
// or, with an error, when a process is stuck in it; from then on the Sim is the process's alone.
func (s *Sim) guard(phase func()) error {
	over := make(chan struct{})
	go func() {
		defer close(over)
		s.contain(phase)
	}()
	looks := s.looks
	if looks == nil {
		ticker := time.NewTicker(tick)
		defer ticker.Stop()
		looks = ticker.C
	}
	last, still := uint64(0), 0
	for {
		select {
		case <-over:
			return nil
		case <-looks:
		}
		pulse := s.pulse.Load()
		inside := pulse&(1<<slotBits-1) != 0
		if pulse != last || !inside {
			last, still = pulse, 0
			continue
		}
		if still++; still == patience {
			s.abandoned.Store(true)
			p := s.processes[pulse&(1<<slotBits-1)-1]
			return &StuckError{p.String(), p.stack()}
		}
	}
}

// contain runs phase and keeps what it panics with for Run. A Goexit ends this goroutine only.
func (s *Sim) contain(phase func()) {
	returned := false
	defer func() {
		if returned {
			return
		}
		value := recover()
		if value == nil {
			s.goexited = true
		} else if s.collapsed == nil {
			s.collapsed = &PanicError{"handler", value, debug.Stack()}
		}
		s.current = nil
	}()
	phase()
	returned = true
}

// stack finds the goroutine of p among all: the one that serves it.
func (p *Process) stack() string {
	all := make([]byte, 1<<20)
	for n := runtime.Stack(all, true); n == len(all); n = runtime.Stack(all, true) {
		all = make([]byte, 2*len(all))
	}
	serve := fmt.Sprintf("(*Process).serve(%p", p)
	for one := range strings.SplitSeq(strings.TrimRight(string(all), "\x00"), "\n\n") {
		if strings.Contains(one, serve) {
			return one
		}
	}
	return "its stack was not found"
}
