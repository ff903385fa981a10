package prove

import (
	"flag"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var everyStrategy = flag.Bool("every-strategy", false,
	"compare the reduced search with the unreduced one for every strategy of the catalogue")

// scope is a small one: of so many nodes with so many callers each.
func scope(t testing.TB, strategy string, nodes, callers, slow, losses, crashes int) Scope {
	t.Helper()
	s, err := scenarios.Parse("small.yaml", []byte(Small(nodes, callers, false)))
	require.NoError(t, err)
	with, err := spec.Lookup(strategy)
	require.NoError(t, err)
	return Scope{
		Scenario: s, Strategy: with, Seed: 1, Readings: []string{"akamai", "paranoid"},
		Delays: []time.Duration{15 * time.Millisecond, 100 * time.Millisecond},
		Slow:   slow, Losses: losses, Crashes: crashes,
	}
}

func searched(t testing.TB, s Scope) (Tally, Work) {
	t.Helper()
	g, err := New(s)
	require.NoError(t, err)
	for {
		all, over, err := g.Next()
		require.NoError(t, err)
		if over {
			return all, g.Work
		}
	}
}

// Counts worked out by hand. One caller without retries has four legs: to the token and back, to
// the API and back.
func TestCounts(t *testing.T) {
	for _, c := range []struct {
		name                           string
		strategy                       string
		nodes, callers, slow, lost     int
		schedules, harm, failed, paper int
	}{
		{"nothing is chosen", "naive-retry-0", 1, 1, 0, 0, 1, 0, 0, 0},
		{"each of four legs, or none", "naive-retry-0", 1, 1, 1, 0, 1 + 4, 0, 0, 0},
		{"up to two of four", "naive-retry-0", 1, 1, 2, 0, 1 + 4 + 6, 0, 0, 0},
		{"all of them", "naive-retry-0", 1, 1, 4, 0, 16, 0, 0, 0},
		{"one of four is lost, or none: nobody tries again", "naive-retry-0", 1, 1, 0, 1, 5, 0, 4, 0},
		// The two nodes ask at one instant. Either token is the second, which kills the first: of
		// two orders each has one node whose call is refused. That fails, as nobody tries again.
		// Then both calls arrive at one instant, in two orders.
		{"two nodes", "naive-retry-0", 2, 1, 0, 0, 2 * 2, 4, 4, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, _ := searched(t, scope(t, c.strategy, c.nodes, c.callers, c.slow, c.lost, 0))
			require.EqualValues(t, c.schedules, all.All.Big().Int64(), "schedules")
			require.EqualValues(t, c.harm, all.Breaks(2).Big().Int64(), "self-harm")
			require.EqualValues(t, c.failed, all.Breaks(3).Big().Int64(), "not served")
			require.Zero(t, all.Breaks(1).Big().Int64(), "banned")
		})
	}
}

// What a search prunes changes no count: at the smallest scopes the search that prunes nothing
// counts the same, and where events that cannot influence each other come in every order, the same
// properties are broken.
func TestReductionsChangeNoCount(t *testing.T) {
	strategies := []string{
		"naive-retry-1", "lock-recheck", "single-flight", "leader", "recommended", "breaker-fleet",
		"refresh-ahead-jitter", "recommended-unshared", "queue", "rotating-kubelogin",
	}
	scopes := [][5]int{{1, 1, 2, 1, 1}, {1, 2, 0, 1, 0}, {2, 1, 0, 0, 0}}
	if *everyStrategy {
		strategies = spec.Names()
		scopes = append(scopes, [][5]int{{1, 2, 1, 0, 0}, {2, 1, 1, 0, 0}, {2, 1, 0, 0, 1}}...)
	}
	for _, strategy := range strategies {
		for _, of := range scopes {
			s := scope(t, strategy, of[0], of[1], of[2], of[3], of[4])
			if s.Check() != nil {
				continue
			}
			reduced, work := searched(t, s)
			s.Unreduced = true
			whole, unreduced := searched(t, s)
			require.Equal(t, whole, reduced, "%s %v", strategy, of)
			require.LessOrEqual(t, work.Runs, unreduced.Runs)
			s.Unreduced, s.EveryOrder = false, true
			every, _ := searched(t, s)
			for i := range s.Properties() {
				require.Equal(t, reduced.Breaks(i).IsZero(), every.Breaks(i).IsZero(),
					"%s %v %s", strategy, of, s.Properties()[i])
			}
			t.Logf("%-20s %v: %v schedules, %d runs of %d", strategy, of, whole.All, work.Runs,
				unreduced.Runs)
		}
	}
}
