package sim

import "math/bits"

// A ring is a calendar: a bucket for each of so many days to come, and a bitmap of those that are
// not empty. A day is the quotient of a time and the length of a day; its bucket is at day % days.
// The zero ring is empty.
type ring struct {
	words   uint64 // bit i: filled[i] is not zero
	filled  [days / 64]uint64
	buckets [days]bucket
}

// A bucket is a list of slots. The zero bucket is empty.
type bucket struct {
	first uint32 // 0 if there is none
	last  uint32 // of no meaning if there is none
}

const (
	dayBits = 11
	days    = 1 << dayBits // two levels of bitmap tell up to 4096 apart
)

// mark notes that the bucket of a day is not empty.
func (r *ring) mark(day uint64) {
	r.filled[day%days/64] |= 1 << (day % 64)
	r.words |= 1 << (day % days / 64)
}

// clear notes that the bucket of a day is empty.
func (r *ring) clear(day uint64) {
	word := day % days / 64
	if r.filled[word] &^= 1 << (day % 64); r.filled[word] == 0 {
		r.words &^= 1 << word
	}
}

// first returns the first day from today on whose bucket is not empty; there must be one.
func (r *ring) first(today uint64) uint64 {
	from := today % days
	if rest := r.filled[from/64] >> (from % 64); rest != 0 {
		return today + uint64(bits.TrailingZeros64(rest))
	}
	// Then come the other words, and what is before today in its own word comes last.
	next := from/64 + 1
	word := (next + uint64(bits.TrailingZeros64(bits.RotateLeft64(r.words, -int(next))))) % 64
	found := word*64 + uint64(bits.TrailingZeros64(r.filled[word%(days/64)]))
	return today + (found-from)%days
}
