package cells

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

func TestSeeds(t *testing.T) {
	for _, c := range []struct {
		seeds []uint64
		want  string
	}{
		{nil, ""}, {[]uint64{7}, "7"}, {[]uint64{2, 1}, "1 to 2"}, {[]uint64{1, 3, 2}, "1 to 3"},
		{[]uint64{5, 1, 3}, "1, 3, 5"}, {[]uint64{1, 1}, "1"},
		{[]uint64{9, 7, 5, 3, 1}, "1, 3, 5, and 2 more"},
		{[]uint64{1<<64 - 1, 0, 1<<64 - 2}, "0, 18446744073709551614 to 18446744073709551615"},
	} {
		var s seeds
		for _, seed := range c.seeds {
			s.add(seed)
		}
		require.Equal(t, c.want, s.String())
	}
}

// They are a set, in whatever order they come, of as few spans as can be.
func TestSeedsAreASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(rapid.Uint64Range(0, 40)).Draw(t, "seeds")
		var s seeds
		for _, seed := range all {
			s.add(seed)
		}
		var got []uint64
		for i, p := range s.spans {
			for seed := p.first; seed <= p.last; seed++ {
				got = append(got, seed)
			}
			require.True(t, i == 0 || p.first-s.spans[i-1].last > 1)
		}
		require.Equal(t, slices.Compact(slices.Sorted(slices.Values(all))), got)
		require.Equal(t, len(got), s.count())
	})
}
