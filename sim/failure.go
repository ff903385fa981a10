package sim

import "fmt"

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
