package sim

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

type pair = [2]uint64

func digestOf(pairs ...pair) Digest {
	var d Digest
	for _, p := range pairs {
		d = d.Add(p[0], p[1])
	}
	return d
}

func TestDigest(t *testing.T) {
	var d Digest
	require.Equal(t, "00000000000000000000000000000000", d.String())
	seen := map[Digest][]pair{d: nil}
	for _, pairs := range [][]pair{{{}}, {{}, {}}, {{1, 0}}, {{0, 1}}, {{}, {0, 1}}, {{0, 1}, {}},
		{{1 << 63, 0}}, {{0, 1 << 63}}, {{1, 2}, {3, 4}}, {{3, 4}, {1, 2}}, {{2, 1}, {4, 3}},
		{{1 << 32, 0}}, {{^uint64(0), 0}}, {{0, ^uint64(0)}}} {
		d := digestOf(pairs...)
		require.NotContains(t, seen, d, "%v", pairs)
		seen[d] = pairs
	}
	require.Zero(t, testing.AllocsPerRun(100, func() { d = d.Add(1, 2) }))
}

// TestDigestOfAZeroFactor: a factor of zero hides the word beside it, and nothing before it.
func TestDigestOfAZeroFactor(t *testing.T) {
	for _, first := range []pair{{1, 2}, {2, 1}} {
		d := digestOf(first)
		zero := d.a ^ digestSecretA
		require.Equal(t, digestOf(first, pair{zero, 1}), digestOf(first, pair{zero, 2}))
	}
	one, other := digestOf(pair{1, 2}), digestOf(pair{2, 1})
	require.NotEqual(t, digestOf(pair{1, 2}, pair{one.a ^ digestSecretA, 9}),
		digestOf(pair{2, 1}, pair{other.a ^ digestSecretA, 9}))
}

func TestDigestTellsOneBit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.Custom(func(t *rapid.T) pair {
			return pair{rapid.Uint64().Draw(t, "x"), rapid.Uint64().Draw(t, "y")}
		})
		pairs := rapid.SliceOfN(draw, 1, 20).Draw(t, "pairs")
		changed := slices.Clone(pairs)
		at := rapid.IntRange(0, len(pairs)-1).Draw(t, "at")
		bit := rapid.IntRange(0, 63).Draw(t, "bit")
		changed[at][rapid.IntRange(0, 1).Draw(t, "word")] ^= 1 << bit
		require.NotEqual(t, digestOf(pairs...), digestOf(changed...))
	})
}

// TestDigestNeverChanges: a digest in a report must be found again in years to come.
func TestDigestNeverChanges(t *testing.T) {
	d := digestOf(pair{1, 2}, pair{3, 4})
	require.Equal(t, "7f22c51c0f6f1dc4aaaaab7f3ecf93b2", d.String())
}
