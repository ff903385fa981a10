package scenarios_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/conformance"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Every strategy runs unchanged on the kernel: it conforms there as it does on other people's
// clocks, and takes the same steps, which are recorded beside the conformance test.
func TestStrategiesOnTheKernel(t *testing.T) {
	for _, name := range spec.Names() {
		c, err := spec.Lookup(name)
		require.NoError(t, err)
		t.Run(name, func(t *testing.T) {
			conformance.Test(t, c, kernel)
			got := strings.Join(conformance.Steps(t, c, kernel), "\n") + "\n"
			steps := filepath.Join("..", "strategies", "conformance", "testdata", "steps", name+".txt")
			want, err := os.ReadFile(steps)
			require.NoError(t, err)
			require.Equal(t, string(want), got)
		})
	}
}

// kernel is the stage of virtual time.
func kernel(t *testing.T, length time.Duration, scene func(w conformance.World)) {
	t.Helper()
	s := sim.New(1)
	clock := kernelClock{s}
	ctx, cancel := s.WithCancel(context.Background())
	start := func(f func(context.Context)) { s.Go("actor", func(context.Context) { f(ctx) }) }
	scene(conformance.World{
		Env: strategies.Env{
			Clock:    clock,
			NewMutex: func() strategies.Mutex { return s.NewLock() },
			Go:       start,
			Rand:     rand.New(rand.NewPCG(1, 2)),
			Store:    &strategies.MemoryStore{},
			Shared:   &strategies.MemoryStore{},
			Lease:    strategies.NewMemoryLease(clock).For("node"),
			Node:     strategies.NewPlace(),
			Fleet:    strategies.NewPlace(),
			Nodes:    1, Customers: 1,
		},
		Start:      start,
		WithCancel: s.WithCancel,
	})
	s.At(length, s.Handle(func(uint32) { cancel() }), 0)
	require.NoError(t, s.Run(length+time.Hour))
}

type kernelClock struct{ *sim.Sim }

func (c kernelClock) Now() time.Time { return c.Epoch.Add(c.Sim.Now()) }
