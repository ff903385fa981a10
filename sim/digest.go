package sim

import "fmt"

// A Digest is the running 128-bit digest of a sequence of words: equal for equal sequences, and
// different, but for an accident, for different ones. It is not proof against design. The zero
// Digest is that of the empty sequence; two may be compared with ==.
type Digest struct{ a, b uint64 }

// The multipliers are those of wyhash (Wang Yi, public domain); any odd number of mixed bits does.
const (
	digestMixA = 0xa0761d6478bd642f
	digestMixB = 0xe7037ed1a0b428db
)

// Add appends words. Every step is a bijection of the state for each word, so that a difference
// once made is never lost, but by a later one.
func (d *Digest) Add(words ...uint64) {
	a, b := d.a, d.b
	for _, w := range words {
		a = ((a ^ w) + digestMixB) * digestMixA
		a ^= a >> 32
		b = (b + w + digestMixA) * digestMixB
		b ^= b >> 29
	}
	d.a, d.b = a, b
}

// String returns the digest in 32 hexadecimal digits.
func (d *Digest) String() string { return fmt.Sprintf("%016x%016x", d.a, d.b) }
