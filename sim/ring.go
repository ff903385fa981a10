package sim

import "math/bits"

// A ring holds the events of so many spans of time to come, in a bucket for each span, and a bitmap
// of the buckets that are not empty. Spans are numbered from time zero on; span i has bucket
// i % spans. The zero ring is empty.
type ring struct {
	words   uint64 // bit i: filled[i] is not zero
	filled  [spans / 64]uint64
	buckets [spans]bucket
}

// A bucket is a list of slots. The zero bucket is empty.
type bucket struct {
	first uint32 // 0 if there is none
	last  uint32 // of no meaning if there is none
}

const (
	spansBits = 11
	spans     = 1 << spansBits // two levels of bitmap tell up to 4096 apart
)

// at returns the bucket of a span.
func (r *ring) at(span uint64) *bucket { return &r.buckets[span%spans] }

// add puts an event into the bucket of a span, in no order that means anything.
func (r *ring) add(span uint64, p *pending, slot uint32) {
	b := r.at(span)
	b.first, p.next = slot, b.first
	r.mark(span)
}

// take empties the bucket of a span, and returns the first of its events.
func (r *ring) take(span uint64) (slot uint32) {
	b := r.at(span)
	slot, b.first = b.first, 0
	r.clear(span)
	return slot
}

// mark notes that the bucket of a span is not empty.
func (r *ring) mark(span uint64) {
	r.filled[span%spans/64] |= 1 << (span % 64)
	r.words |= 1 << (span % spans / 64)
}

// clear notes that the bucket of a span is empty.
func (r *ring) clear(span uint64) {
	word := span % spans / 64
	if r.filled[word] &^= 1 << (span % 64); r.filled[word] == 0 {
		r.words &^= 1 << word
	}
}

// first returns the first span from now on whose bucket is not empty; there must be one.
func (r *ring) first(now uint64) uint64 {
	from := now % spans
	if rest := r.filled[from/64] >> (from % 64); rest != 0 {
		return now + uint64(bits.TrailingZeros64(rest))
	}
	// Then come the other words, and what is before from in its own word comes last.
	next := from/64 + 1
	word := (next + uint64(bits.TrailingZeros64(bits.RotateLeft64(r.words, -int(next))))) % 64
	found := word*64 + uint64(bits.TrailingZeros64(r.filled[word%(spans/64)]))
	return now + (found-from)%spans
}
