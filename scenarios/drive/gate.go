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

	mu     sync.Mutex
	pauses int        // guarded by mu: faults that pause the node now
	opens  *sync.Cond // the last pause has ended, or alive has
}

func newGate(run context.Context) *gate {
	g := &gate{}
	g.opens = sync.NewCond(&g.mu)
	g.alive, g.crash = context.WithCancel(run)
	context.AfterFunc(g.alive, func() { g.count(0) })
	return g
}

// count adds to the pauses.
func (g *gate) count(more int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pauses += more
	g.opens.Broadcast()
}

// pause shuts the gate until end.
func (g *gate) pause() (end func()) {
	g.count(1)
	return func() { g.count(-1) }
}

// pass waits until the gate is open. Its error says that the gate stays shut.
func (g *gate) pass() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.pauses > 0 && g.alive.Err() == nil {
		g.opens.Wait()
	}
	if g.alive.Err() != nil {
		return errCrashed
	}
	return nil
}
