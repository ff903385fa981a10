package strategies

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNewRefusesPartsThatDoNotStack(t *testing.T) {
	for want, parts := range map[string][]Part{
		"strategies: x: part 1: no retry; `- retry: {retries: 0}` calls once": {},
		"strategies: x: part 2: a second retry":                               {retryPart{}, retryPart{}},
		"strategies: x: part 1: a part that belongs below the retry":          {cachePart{}, retryPart{}},
	} {
		c := Composition{Name: "x", Parts: parts}
		require.PanicsWithValue(t, want, func() { c.New(Env{}) })
		require.PanicsWithValue(t, want, func() { register(c) })
	}
}

func TestPartsAreSortedAndEachIsUsedBySomeStrategy(t *testing.T) {
	require.IsIncreasing(t, Parts())
	used := map[string]bool{}
	for _, name := range Names() {
		c, err := Lookup(name)
		require.NoError(t, err)
		for _, p := range c.Parts {
			used[partName(p)] = true
		}
	}
	for _, name := range Parts() {
		require.True(t, used[name], name)
	}
}

func TestPartRefusesADuplicate(t *testing.T) {
	require.PanicsWithValue(t, `strategies: two parts are called "retry"`, func() {
		part("retry", "once more", nil)
	})
}
