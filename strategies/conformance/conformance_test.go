package conformance

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var update = flag.Bool("update", false, "write the goldens anew")

var epoch = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// A ticker is what a strategy needs of a clock.
type ticker interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// stages are the clocks that conformance is held on here; scenarios adds the simulation's.
var stages = map[string]Stage{
	"real time": stageOn(func() (ticker, func(time.Duration)) {
		return clockwork.NewRealClock(), nil
	}),
	"clockwork": stageOn(func() (ticker, func(time.Duration)) {
		c := clockwork.NewFakeClockAt(epoch)
		return c, c.Advance
	}),
	"benbjohnson": stageOn(func() (ticker, func(time.Duration)) {
		c := clock.NewMock()
		c.Set(epoch)
		return c, c.Add
	}),
}

// stageOn returns a stage of goroutines in a synctest bubble. A fake clock is advanced from one
// deadline to the next whenever every goroutine waits.
func stageOn(make func() (c ticker, advance func(time.Duration))) Stage {
	return func(t *testing.T, length time.Duration, scene func(w World)) {
		t.Helper()
		synctest.Test(t, func(*testing.T) {
			c, advance := make()
			deadlines := &deadlines{ticker: c}
			env := strategies.OnClock(deadlines)
			env.Rand = rand.New(&guarded{source: rand.NewPCG(1, 2)})
			ctx, cancel := context.WithCancel(context.Background())
			end := c.Now().Add(length)
			var actors sync.WaitGroup
			env.Go = func(f func(context.Context)) { actors.Go(func() { f(ctx) }) }
			scene(World{
				Env:        env,
				Start:      func(actor func(context.Context)) { actors.Go(func() { actor(ctx) }) },
				WithCancel: context.WithCancel,
			})
			if advance == nil {
				time.AfterFunc(length, cancel)
			}
			for advance != nil {
				synctest.Wait()
				next, ok := deadlines.pop()
				if !ok || next.After(end) {
					break
				}
				advance(next.Sub(c.Now()))
			}
			if advance != nil {
				cancel()
			}
			actors.Wait()
			cancel()
		})
	}
}

// guarded makes a source of chance safe for the goroutines of a stage.
type guarded struct {
	mu     sync.Mutex
	source rand.Source
}

func (g *guarded) Uint64() uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.source.Uint64()
}

// deadlines notes when somebody wants to be woken, which fake clocks do not tell.
type deadlines struct {
	ticker
	mu   sync.Mutex
	next []time.Time // guarded by mu
}

func (d *deadlines) After(wait time.Duration) <-chan time.Time {
	d.mu.Lock()
	d.next = append(d.next, d.Now().Add(wait))
	d.mu.Unlock()
	return d.ticker.After(wait)
}

// pop returns the earliest deadline that is still to come.
func (d *deadlines) pop() (time.Time, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.Now()
	d.next = slices.DeleteFunc(d.next, func(t time.Time) bool { return !t.After(now) })
	if len(d.next) == 0 {
		return time.Time{}, false
	}
	return slices.MinFunc(d.next, time.Time.Compare), true
}

func TestEveryStrategyConformsOnEveryClock(t *testing.T) {
	for _, name := range spec.Names() {
		c, err := spec.Lookup(name)
		require.NoError(t, err)
		for _, clock := range []string{"real time", "clockwork", "benbjohnson"} {
			t.Run(name+"/"+clock, func(t *testing.T) { Test(t, c, stages[clock]) })
		}
	}
}

// The steps in testdata/steps are what each strategy asks of the carrier, when, and what comes of
// it. Commit a difference only if you can say why it came about.
func TestStepsAreTheSameOnEveryClock(t *testing.T) {
	for _, name := range spec.Names() {
		t.Run(name, func(t *testing.T) {
			c, err := spec.Lookup(name)
			require.NoError(t, err)
			got := strings.Join(Steps(t, c, stages["real time"]), "\n") + "\n"
			golden := filepath.Join("testdata", "steps", name+".txt")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), got)
			for _, clock := range []string{"clockwork", "benbjohnson"} {
				steps := strings.Join(Steps(t, c, stages[clock]), "\n") + "\n"
				require.Equal(t, string(want), steps, clock)
			}
		})
	}
}
