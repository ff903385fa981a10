package hunt

import (
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	_ "github.com/tokenstorm/tokenstorm/scenarios/strategytest/broken" // registers its parts
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// mended are faults that we once recommended, and how a hunt tells of them.
var mended = []struct {
	name  string
	nodes int // at most, when it is small
	is    func(f *Find) bool
}{
	{"the lapsing lease", 2, func(f *Find) bool { return f.Signal == "killed its own tokens" }},
	{"the dead margin", 2, func(f *Find) bool {
		return f.Signal == "calls with tokens that had expired"
	}},
	{"the 429 taken for a ban", 2, func(f *Find) bool {
		return f.Signal == "not served again" && f.Cause == "the last request was answered 429"
	}},
	{"the probes that keep a ban alive", 2, func(f *Find) bool {
		return f.Signal == "not served again" && f.Cause == "a ban that its own probes prolong"
	}},
	{"the growing fleet", 4, func(f *Find) bool {
		return f.Signal == "a ban of its own" &&
			slices.ContainsFunc(f.Scenario.Faults, func(of faults.Fault) bool {
				return of.Key == "scale_out"
			})
	}},
}

// What we recommended at first has five faults. One hunt finds them all, unaided, and makes them
// small: two nodes, four where the fleet grows, four users, two faults. The leader of then, which
// has no breaker, keeps a ban alive as well.
func TestMendedFaultsAreFound(t *testing.T) {
	t.Parallel()
	if !*all {
		huntMended(t, "recommended-at-first", 32, "the dead margin") // it is found at once
		return
	}
	huntMended(t, "recommended-at-first", 6000, "the dead margin", "the lapsing lease",
		"the 429 taken for a ban", "the growing fleet", "the probes that keep a ban alive")
	huntMended(t, "leader-at-first", 640, "the probes that keep a ban alive")
}

// huntMended hunts a strategy of then until those faults are found, on all cores.
func huntMended(t *testing.T, strategy string, most int, names ...string) {
	t.Helper()
	h := Hunt{Subject: Subject{Strategy: fixture(t, strategy)}, Seed: *from, Each: sideBySide}
	for h.Scenarios < most && len(names) > 0 {
		for _, f := range h.Next(batch) {
			for _, m := range mended {
				at := slices.Index(names, m.name)
				if at < 0 || !m.is(&f) {
					continue
				}
				names = slices.Delete(names, at, at+1)
				t.Logf("%s of %s: found\t%d\tscenarios, %d runs to make it small: %s, %s\n%s",
					m.name, strategy, f.Number, f.Tries, f.Size(), f.What, f.Text)
				require.LessOrEqual(t, f.Scenario.Fleet.Nodes, m.nodes)
				require.LessOrEqual(t, f.Scenario.Fleet.Users, 4)
				require.LessOrEqual(t, len(f.Scenario.Faults), 2)
			}
		}
	}
	require.Empty(t, names, "not found in %d scenarios", h.Scenarios)
}

// sideBySide does n things on all cores.
func sideBySide(n int, do func(i int)) {
	var all sync.WaitGroup
	turns := make(chan int, n)
	for i := range n {
		turns <- i
	}
	close(turns)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := range turns {
				do(i)
			}
		})
	}
	all.Wait()
}

// fixture is a strategy of then.
func fixture(t *testing.T, name string) spec.Strategy {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + ".yaml")
	require.NoError(t, err)
	s, err := spec.Parse(name+".yaml", text)
	require.NoError(t, err)
	return s
}
