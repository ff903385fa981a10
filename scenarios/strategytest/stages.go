package strategytest

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/conformance"
)

// When the kernel's stages begin: in a future and in a past that no test is run in.
var (
	epoch   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	earlier = time.Date(1990, 6, 1, 0, 0, 0, 0, time.UTC)
)

// Kernel is the stage of the simulator's virtual time.
func Kernel(t *testing.T, length time.Duration, scene func(w conformance.World)) {
	t.Helper()
	kernelAt(epoch, func(err error) { t.Error(err) })(t, length, scene)
}

// kernelAt is the stage of the kernel's virtual time, which begins at an instant. What breaks the
// kernel, a panic or a process that blocks for real, is reported.
func kernelAt(begin time.Time, report func(error)) conformance.Stage {
	return func(t *testing.T, length time.Duration, scene func(w conformance.World)) {
		t.Helper()
		s := sim.New(1)
		s.Epoch = begin
		clock := kernelClock{s}
		ctx, cancel := s.WithCancel(context.Background())
		start := func(f func(context.Context)) { s.Go("actor", func(context.Context) { f(ctx) }) }
		scene(conformance.World{
			Env: strategies.Env{
				Clock:       clock,
				NewMutex:    func() strategies.Mutex { return s.NewLock() },
				Go:          start,
				WithTimeout: s.WithTimeout,
				Rand:        rand.New(rand.NewPCG(1, 2)),
				Store:       &strategies.MemoryStore{},
				Shared:      &strategies.MemoryStore{},
				Lease:       strategies.NewMemoryLease(clock).For("node"),
				Quota:       strategies.NewMemoryQuota(clock),
				Node:        strategies.NewPlace(),
				Fleet:       strategies.NewPlace(),
				Nodes:       1, Customers: 1,
			},
			Start:      start,
			WithCancel: s.WithCancel,
		})
		s.At(length, s.Handle(func(uint32) { cancel() }), 0)
		if err := s.Run(length + time.Hour); err != nil {
			report(err)
		}
	}
}

type kernelClock struct{ *sim.Sim }

func (c kernelClock) Now() time.Time    { return c.Epoch.Add(c.Sim.Now()) }
func (c kernelClock) Steady() time.Time { return c.Now() }

// bubble is the stage of goroutines on the virtual time of testing/synctest.
func bubble(t *testing.T, length time.Duration, scene func(w conformance.World)) {
	t.Helper()
	synctest.Test(t, func(*testing.T) {
		env := strategies.OnClock(ticker{})
		env.Rand = rand.New(&guarded{source: rand.NewPCG(1, 2)})
		ctx, cancel := context.WithTimeout(context.Background(), length)
		defer cancel()
		var actors sync.WaitGroup
		start := func(f func(context.Context)) { actors.Go(func() { f(ctx) }) }
		env.Go = start
		scene(conformance.World{Env: env, Start: start, WithCancel: context.WithCancel})
		actors.Wait()
	})
}

// A ticker is the clock of package time, which in a bubble is virtual.
type ticker struct{}

func (ticker) Now() time.Time                         { return time.Now() }
func (ticker) After(d time.Duration) <-chan time.Time { return time.After(d) }

// guarded makes a source of chance safe for goroutines.
type guarded struct {
	mu     sync.Mutex
	source rand.Source
}

func (g *guarded) Uint64() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.source.Uint64()
}
