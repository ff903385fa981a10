package adversary

import (
	"flag"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var (
	hunted = flag.Int("scenarios", 8, "how many scenarios the hunt looks at")
	seed   = flag.Uint64("seed", 1, "where the hunt begins")
	of     = flag.String("of", "recommended,recommended-unshared,leader", "the strategies hunted")
)

func named(t *testing.T, names ...string) (all []spec.Strategy) {
	t.Helper()
	for _, name := range names {
		s, err := spec.Lookup(name)
		require.NoError(t, err)
		all = append(all, s)
	}
	return all
}

// What is recommended is hunted for as many scenarios as -scenarios says: -v prints what is found.
// No run ends without figures, and each find is one when its file is read again.
func TestHunt(t *testing.T) {
	h := &Hunt{Strategies: named(t, strings.Split(*of, ",")...), Seed: *seed}
	found := 0
	for range *hunted {
		for _, f := range h.Next() {
			found++
			t.Logf("find %d, scenario %d\n%v\n", found, h.Scenarios, f)
			require.NotEqual(t, Broken, f.Way)
			again := Judge(f.Scenario, named(t, f.Strategy)[0])
			require.Contains(t, again, f)
		}
	}
	t.Logf("%d finds in %d scenarios", found, h.Scenarios)
}

// The naive baseline is found to ban itself, in a scenario that one can take in at a glance; the
// same seed finds the same.
func TestHuntFindsWhatTheBaselineDoes(t *testing.T) {
	t.Parallel()
	hunt := func() (h Hunt, all []string) {
		h = Hunt{Strategies: named(t, "naive"), Seed: 1}
		for range 20 {
			for _, f := range h.Next() {
				all = append(all, f.String())
			}
		}
		return h, all
	}
	_, finds := hunt()
	_, again := hunt()
	require.Equal(t, finds, again)
	require.Contains(t, strings.Join(finds, "\n"), "# naive: own ban")
	for _, f := range finds {
		require.Less(t, len(f), 500, f)
	}
}
