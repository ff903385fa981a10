// Package conformance holds every strategy to what any strategy must do, on any clock.
//
// The scenes are the same for the virtual time of a simulation, for the fake clocks of other
// people, and for real time; a Stage brings the clock.
package conformance

import (
	"context"
	"testing"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Stage sets a scene in a World of its own and lets time pass there until every actor has left
// or length is over, when it ends the contexts of those still there.
type Stage func(t *testing.T, length time.Duration, scene func(w World))

// A World is what a Stage offers a scene.
type World struct {
	// Env has a Clock, NewMutex, Go, Rand drawing from rand.NewPCG(1, 2), empty stores, a lease that
	// this node can hold, Places, and counts of one.
	Env strategies.Env

	// Start sends an actor on stage at this instant, after those that were sent before.
	Start func(actor func(ctx context.Context))

	// WithCancel is context.WithCancel as the clock needs it.
	WithCancel func(parent context.Context) (context.Context, context.CancelFunc)
}
