package sim

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func draw(r *rand.Rand) (numbers [4]uint64) {
	for i := range numbers {
		numbers[i] = r.Uint64()
	}
	return numbers
}

func TestStreams(t *testing.T) {
	s := New(7)
	think := draw(s.Rand("think/user/17"))
	require.NotEqual(t, think, draw(s.Rand("think/user/18")))
	require.NotEqual(t, think, draw(New(8).Rand("think/user/17")))
	require.Equal(t, think, draw(s.Rand("think/user/17")), "whatever was asked for in between")
	require.Equal(t, think, draw(rand.New(rand.NewPCG(StreamSeed(7, "think/user/17")))))
	long := "a name that is longer than the buffer in which names are put together, as some are"
	require.NotEqual(t, draw(s.Rand(long)), draw(s.Rand(long+"!")))
}

// TestStreamsNeverChange: a seed in a report must mean the same run in years to come.
func TestStreamsNeverChange(t *testing.T) {
	require.Equal(t, uint64(0x45c080d06f2ef9df), New(1).Rand("leg/api/node/1").Uint64())
}

// The first outputs of SplitMix64 from zero, as its reference has them.
func TestSplitMix(t *testing.T) {
	for n, want := range []uint64{0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f} {
		require.Equal(t, want, splitMix(0, uint64(n)))
	}
}

// Streams of neighbouring numbers are as unlike as any: their first draws are spread evenly, and
// tell nothing of each other.
func TestNumberedStreamsAreApart(t *testing.T) {
	const streams, cells = 100_000, 10
	seeds := StreamSeeds(1, "think/users")
	var pairs [cells * cells]int
	before := -1
	for n := range streams {
		cell := rand.New(rand.NewPCG(seeds(n))).IntN(cells)
		if before >= 0 {
			pairs[before*cells+cell]++
		}
		before = cell
	}
	chi := 0.0 // against streams/cells² each; of 99 degrees of freedom, beyond 149 once in a thousand
	for _, n := range pairs {
		off := float64(n) - float64(streams-1)/cells/cells
		chi += off * off / (float64(streams-1) / cells / cells)
	}
	require.Less(t, chi, 149.0)
	require.Greater(t, chi, 60.0) // too even is not chance either
}
