package drive

import (
	"context"
	"errors"
	"sync"
)

var errCrashed = errors.New("the node crashed")

// A gate stands before all that a node does. It is shut while the node is paused, and for good once
// the node has crashed.
type gate struct {
	alive context.Context // ends with the node's crash, or the run
	crash context.CancelFunc

	mu     sync.Mutex    // guards what follows
	pauses int           // faults that pause the node now
	open   chan struct{} // closed when the pause ends; nil: there is no pause
}

func newGate(run context.Context) *gate {
	g := &gate{}
	g.alive, g.crash = context.WithCancel(run)
	return g
}

// pause shuts the gate until end.
func (g *gate) pause() (end func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pauses++; g.pauses == 1 {
		g.open = make(chan struct{})
	}
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.pauses--; g.pauses == 0 {
			close(g.open)
			g.open = nil
		}
	}
}

// pass waits until the gate is open. Its error says that the gate stays shut.
func (g *gate) pass() error {
	for {
		g.mu.Lock()
		open := g.open
		g.mu.Unlock()
		if open == nil {
			break
		}
		select {
		case <-open:
		case <-g.alive.Done():
			return errCrashed
		}
	}
	if g.alive.Err() != nil {
		return errCrashed
	}
	return nil
}
