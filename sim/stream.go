package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// Rand returns the stream of random numbers of that name: a PCG that depends on the seed and the
// name alone, not on what else was asked for. The same name twice gives a fresh copy of the same
// stream.
func (s *Sim) Rand(name string) *rand.Rand {
	stream := rand.NewPCG(StreamSeed(s.seed, name))
	if s.keepsStreams {
		s.streams = append(s.streams, namedStream{name, stream})
	}
	return rand.New(stream)
}

// KeepStreams keeps the streams that Rand returns from now on, for Rekey.
func (s *Sim) KeepStreams() { s.keepsStreams = true }

type namedStream struct {
	name string
	*rand.PCG
}

// Rekey lets each stream begin anew, as the stream of its name under another seed: the run goes on
// as it might have gone on. Streams that are asked for later are under that seed, too.
func (s *Sim) Rekey(seed uint64) {
	s.seed = seed
	for _, stream := range s.streams {
		stream.Seed(StreamSeed(seed, stream.name))
	}
}

// StreamSeed returns the seed of the PCG that is the stream of that name in a run with this seed:
// the first half of the SHA-256 of the two. It is for whoever keeps a million streams by value, or
// draws a run's numbers outside a Sim.
func StreamSeed(seed uint64, name string) (hi, lo uint64) {
	var buf [64]byte
	sum := sha256.Sum256(append(binary.LittleEndian.AppendUint64(buf[:0], seed), name...))
	return binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:16])
}
