package sim

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func digestOf(words ...uint64) Digest {
	var d Digest
	d.Add(words...)
	return d
}

func TestDigest(t *testing.T) {
	var d Digest
	require.Equal(t, "00000000000000000000000000000000", d.String())
	seen := map[Digest][]uint64{d: nil}
	for _, words := range [][]uint64{{0}, {0, 0}, {1}, {0, 1}, {1, 0}, {1 << 63}, {0, 1 << 63},
		{1, 2, 3}, {3, 2, 1}, {1 << 32, 0}, {^uint64(0)}, {^uint64(0), 1}} {
		d := digestOf(words...)
		require.NotContains(t, seen, d, "%v", words)
		seen[d] = words
	}
	require.Zero(t, testing.AllocsPerRun(100, func() { d.Add(1, 2, 3) }))
}

func TestDigestDoesNotDependOnPortions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.Uint64(), 1, 20).Draw(t, "words")
		cut := rapid.IntRange(0, len(words)).Draw(t, "cut")
		var d Digest
		d.Add(words[:cut]...)
		d.Add(words[cut:]...)
		require.Equal(t, digestOf(words...), d)
		changed := append([]uint64{}, words...)
		at, bit := rapid.IntRange(0, len(words)-1), rapid.IntRange(0, 63)
		changed[at.Draw(t, "at")] ^= 1 << bit.Draw(t, "bit")
		require.NotEqual(t, d, digestOf(changed...))
	})
}

// TestDigestNeverChanges: a digest in a report must be found again in years to come.
func TestDigestNeverChanges(t *testing.T) {
	d := digestOf(1, 2, 3)
	require.Equal(t, "c96d006bdb78a9bb069ff3243f7f1405", d.String())
}
