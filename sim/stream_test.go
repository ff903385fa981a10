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
