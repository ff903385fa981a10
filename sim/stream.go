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
// the first half of the SHA-256 of the two. It is for whoever keeps streams by value, or draws a
// run's numbers outside a Sim.
func StreamSeed(seed uint64, name string) (hi, lo uint64) {
	var buf [64]byte
	sum := sha256.Sum256(append(binary.LittleEndian.AppendUint64(buf[:0], seed), name...))
	return binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:16])
}

// StreamSeeds returns the seeds of many PCGs that have one name, and are told apart by a number: a
// million of them cost a hundredth of what names of their own would. Each half of the n-th is the
// n-th output of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) from that half of the name's
// StreamSeed on.
func StreamSeeds(seed uint64, name string) func(n int) (hi, lo uint64) {
	fromHi, fromLo := StreamSeed(seed, name)
	return func(n int) (hi, lo uint64) {
		return splitMix(fromHi, uint64(n)), splitMix(fromLo, uint64(n))
	}
}

func splitMix(from, n uint64) uint64 {
	z := from + (n+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
