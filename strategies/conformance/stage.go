// Package conformance tests what every strategy must do, on any clock: [Test], [Problems] and
// [Steps]. [TestStore], [TestLease] and [TestQuota] test what every store, lease and quota must do.
//
// The same scenes are played on the virtual time of a simulation, on fake clocks, and in real
// time; a [Stage] has the clock.
package conformance

import (
	"context"
	"testing"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Stage plays a scene in a World of its own. Time passes there until every actor has returned;
// after length it ends the contexts of the others.
type Stage func(t *testing.T, length time.Duration, scene func(w World))

// A World is what a scene gets from its Stage.
type World struct {
	// Env has a Clock, NewMutex, Go, Rand drawing from rand.NewPCG(1, 2), empty stores, a lease that
	// this node can hold, Places, and counts of one.
	Env strategies.Env

	// Start starts an actor at this instant, after those that were started before.
	Start func(actor func(ctx context.Context))

	// WithCancel is context.WithCancel as the clock needs it.
	WithCancel func(parent context.Context) (context.Context, context.CancelFunc)
}
