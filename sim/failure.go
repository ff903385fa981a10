package sim

import (
	"fmt"
	"time"
)

// A PanicError tells that a process panicked. Run returns it; it panics with it if a handler did.
type PanicError struct {
	Process string // its name; "handler" if it was a handler or the kernel
	Value   any    // what it panicked with
	Stack   []byte // where
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("sim: %s panicked: %v\n\n%s", e.Process, e.Value, e.Stack)
}

// Unwrap returns what the process panicked with, if that is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// A StuckError tells that a process has blocked for real, or computes for ever: while it does, no
// virtual time passes for anybody. Its goroutine, and those of the parked processes, are lost.
type StuckError struct {
	Process string // its name
	Stack   string // where it is stuck
}

func (e *StuckError) Error() string {
	return fmt.Sprintf("sim: %s is stuck: it waits for something outside virtual time\n\n%s",
		e.Process, e.Stack)
}

// A StandstillError tells that so many events happened at one instant that they will not end: what
// repeats itself must wait in between.
type StandstillError struct {
	At     time.Duration // the instant
	Events uint64        // how many there were
}

func (e *StandstillError) Error() string {
	return fmt.Sprintf("sim: the clock stands still at %v: %d events at one instant, of which each "+
		"brings about another; meant a wait between them, however short", e.At, e.Events)
}

// mostAtOnce is how many events an instant may have: assumed, ten for each of a million users who
// click at once.
const mostAtOnce = 10_000_000
