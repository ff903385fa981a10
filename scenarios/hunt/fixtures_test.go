package hunt

import (
	"os"
	"slices"
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
// small: two nodes, four where the fleet grows, four users, two faults.
func TestMendedFaultsAreFound(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/recommended-at-first.yaml")
	require.NoError(t, err)
	with, err := spec.Parse("recommended-at-first.yaml", text)
	require.NoError(t, err)
	h := Hunt{Subject: Subject{Strategy: with}, Seed: *from}
	looked := 96 // the margin is found at once
	if *all {
		looked = 6400
	}
	found := map[string]bool{}
	for h.Scenarios < looked && len(found) < len(mended) {
		for _, f := range h.Next(batch) {
			for _, m := range mended {
				if found[m.name] || !m.is(&f) {
					continue
				}
				found[m.name] = true
				t.Logf("%s: found\t%d\tscenarios, %d runs to make it small: %s, %s\n%s", m.name, f.Number,
					f.Tries, f.Size(), f.What, f.Text)
				require.LessOrEqual(t, f.Scenario.Fleet.Nodes, m.nodes)
				require.LessOrEqual(t, f.Scenario.Fleet.Users, 4)
				require.LessOrEqual(t, len(f.Scenario.Faults), 2)
			}
		}
	}
	require.True(t, found["the dead margin"])
	if *all {
		require.Len(t, found, len(mended))
	}
}
