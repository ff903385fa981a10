package explain

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// TestChangesStack: every change either fits a strategy of the catalogue, or leaves it alone; and
// none leaves it as it was.
func TestChangesStack(t *testing.T) {
	used := map[string]bool{}
	for _, name := range spec.Names() {
		s, err := spec.Lookup(name)
		require.NoError(t, err)
		for _, c := range slices.Concat(changes, sessionChanges) {
			altered := c.apply(slices.Clone(s.Parts))
			if altered == nil {
				continue
			}
			used[c.name] = true
			require.NoError(t, strategies.Check(altered...), "%s: %s", name, c.name)
			require.NotEqual(t, s.Parts, []strategies.Part(altered), "%s: %s", name, c.name)
		}
	}
	require.Len(t, used, len(changes)+len(sessionChanges))
}

func TestChanged(t *testing.T) {
	for _, test := range []struct {
		change, from, to string // to: the parts of a strategy that is the same
	}{
		{"one retry fewer", "[retry, cache]", "[retry: {retries: 2}, cache]"},
		{
			"one retry fewer", "[retry: {retries: 1, spacing: [5s]}, cache]",
			"[retry: {retries: 0}, cache]",
		},
		{"no retries", "[retry, cache]", "[retry: {retries: 0}, cache]"},
		{
			"a refused token is looked up in the cache first", "[retry, cache: {margin: 1m}]",
			"[retry, cache: {margin: 1m, refused: look}]",
		},
		{
			"a lock on renewal with a second look at the cache", "[retry, lock, cache: {margin: 1m}]",
			"[retry, look: {margin: 1m, refused: look}, lock, cache: {margin: 1m, refused: look}]",
		},
		{
			"a lock on renewal with a second look at the cache", "[lock, retry, cache]",
			"[lock, retry, look: {refused: look}, lock, cache: {refused: look}]",
		},
		{
			"one token cache and one renewer for all nodes", "[retry, cache]",
			"[retry, look: {store: shared, refused: look}, lease, lock, " +
				"cache: {store: shared, refused: look}]",
		},
		{"a limiter of 1 request/s per node", "[retry, cache]", "[retry, cache, limiter: {rate: 1/s}]"},
	} {
		t.Run(test.change, func(t *testing.T) {
			from := parsed(t, test.from)
			all := changed(from, false)
			i := slices.IndexFunc(all, func(v variant) bool { return v.change == test.change })
			require.GreaterOrEqual(t, i, 0)
			require.Equal(t, parsed(t, test.to).Parts, all[i].strategy.Parts)
		})
	}
}

func parsed(t *testing.T, parts string) spec.Strategy {
	t.Helper()
	s, err := spec.Parse("x.yaml", []byte("about: x\nparts: "+parts+"\n"))
	require.NoError(t, err)
	return s
}
