package drive

import (
	"math/rand/v2"
	"sync"

	"github.com/tokenstorm/tokenstorm/sim"
)

// streams are the random numbers of a run, by the names that a simulation knows them by.
type streams struct{ seed uint64 }

// stream returns a stream that may be drawn from by many at once; who draws first is up to the
// scheduler.
func (s streams) stream(name string) *rand.Rand {
	return rand.New(&guardedSource{source: rand.NewPCG(sim.StreamSeed(s.seed, name))})
}

// A guardedSource is a source for many goroutines.
type guardedSource struct {
	mu     sync.Mutex
	source *rand.PCG // guarded by mu
}

// Uint64 is the next random number.
func (g *guardedSource) Uint64() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.source.Uint64()
}
