package sim

import (
	"fmt"
	"math/bits"
)

// A Digest is the running 128-bit digest of a sequence of pairs of words: equal for equal
// sequences, and different, but for an accident, for different ones. It is not proof against
// design. The zero Digest is that of the empty sequence; two may be compared with ==.
type Digest struct{ a, b uint64 }

// The secrets, and the folding of a product of 128 bits, are those of wyhash (Wang Yi, public
// domain).
const (
	digestSecretA = 0xa0761d6478bd642f
	digestSecretB = 0xe7037ed1a0b428db
)

// Add returns d with a pair of words added: one multiplication, which is what a record of a million
// can afford. A factor that differs makes another product, unless the other factor is zero; what
// was digested before is folded in again, so that not even a zero loses it.
func (d Digest) Add(x, y uint64) Digest {
	high, low := bits.Mul64(d.a^x^digestSecretA, d.b^y^digestSecretB)
	return Digest{high ^ d.b, low + d.a}
}

// String returns the digest in 32 hexadecimal digits.
func (d Digest) String() string { return fmt.Sprintf("%016x%016x", d.a, d.b) }
