package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// Rand returns the stream of random numbers of that name: a PCG that depends on the seed and the
// name alone, not on what else was asked for. The same name twice gives a fresh copy of the same
// stream.
func (s *Sim) Rand(name string) *rand.Rand { return rand.New(rand.NewPCG(s.StreamSeed(name))) }

// StreamSeed returns the seed of the PCG of that name, for those who keep a million of them by
// value: the first half of the SHA-256 of the Sim's seed and the name.
func (s *Sim) StreamSeed(name string) (hi, lo uint64) {
	var buf [64]byte
	sum := sha256.Sum256(append(binary.LittleEndian.AppendUint64(buf[:0], s.seed), name...))
	return binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:16])
}
