package sim

import "math/bits"

// A wheel holds events due soon, in the order (time, sequence number), at a cost that does not
// grow with their number. It is a calendar queue (R. Brown, Communications of the ACM 31(10),
// 1988) of fixed days: a ring of buckets, one for each 65.5 µs of the next 268 ms, and a bitmap of
// those that are not empty. Within a bucket events are linked in their order. The widths suit what
// most events of a scenario are, messages on their way: some hundreds, and nearly a bucket for
// each. The zero wheel is empty.
type wheel struct {
	now     uint64 // when the last event was popped; what is here is due no earlier
	words   uint64 // bit i: filled[i] is not zero
	filled  [buckets / 64]uint64
	buckets [buckets]bucket
	events  []pending
	free    uint32 // 1 + the head of the list of free slots in events, 0 if there is none
	turn    uint32 // the bucket of the earliest event, as first found it
}

// A bucket is a list of events. The zero bucket is empty.
type bucket struct {
	first uint32 // 1 + the slot of the earliest, 0 if there is none
	last  uint32 // 1 + the slot of the latest, of no meaning if there is none
}

// A pending is an event in its bucket.
type pending struct {
	entry
	event
	next uint32 // 1 + the slot of the next in the bucket, or the next free slot
}

const (
	bucketBits = 16      // 2^16 ns
	buckets    = 64 * 64 // as many as two levels of bitmap tell apart
	crowd      = 8       // how many a new event may have to pass in its bucket
)

func (w *wheel) empty() bool { return w.words == 0 }

// push adds an event, unless it is due too late, or its bucket is crowded.
func (w *wheel) push(e entry, what event) bool {
	day := e.at >> bucketBits
	if day-w.now>>bucketBits >= buckets {
		return false
	}
	slot := w.take()
	turn := uint32(day % buckets)
	b := &w.buckets[turn]
	link := &b.first
	if b.first != 0 && before(&w.events[b.last-1].entry, &e) == 1 {
		link = &w.events[b.last-1].next // most often: who is sent later is due later
	}
	for passed := 0; *link != 0; passed++ {
		p := &w.events[*link-1]
		if before(&e, &p.entry) == 1 {
			break
		}
		if passed == crowd {
			w.give(slot)
			return false
		}
		link = &p.next
	}
	if w.events[slot] = (pending{e, what, *link}); *link == 0 {
		b.last = slot + 1
	}
	*link = slot + 1
	w.filled[turn/64] |= 1 << (turn % 64)
	w.words |= 1 << (turn / 64)
	return true
}

// first returns the earliest event, &never if there is none.
func (w *wheel) first() *entry {
	if w.words == 0 {
		return &never
	}
	// The ring begins in the bucket of now: what is before it in its word comes last.
	from := uint32(w.now >> bucketBits % buckets)
	if rest := w.filled[from/64] >> (from % 64); rest != 0 {
		w.turn = from + uint32(bits.TrailingZeros64(rest))
	} else {
		next := from/64 + 1
		word := (next + uint32(bits.TrailingZeros64(bits.RotateLeft64(w.words, -int(next))))) % 64
		w.turn = word*64 + uint32(bits.TrailingZeros64(w.filled[word]))
	}
	return &w.events[w.buckets[w.turn].first-1].entry
}

// pop takes the event that first told of.
func (w *wheel) pop() due {
	b := &w.buckets[w.turn]
	slot := b.first - 1
	p := &w.events[slot]
	w.now = p.at
	if b.first = p.next; b.first == 0 {
		word := w.turn / 64
		if w.filled[word] &^= 1 << (w.turn % 64); w.filled[word] == 0 {
			w.words &^= 1 << word
		}
	}
	w.give(slot)
	return due{p.key >> slotBits, p.kind, p.arg}
}

// take finds a free slot.
func (w *wheel) take() uint32 {
	if w.free != 0 {
		slot := w.free - 1
		w.free = w.events[slot].next
		return slot
	}
	w.events = append(w.events, pending{})
	return uint32(len(w.events) - 1)
}

// give gives a slot back.
func (w *wheel) give(slot uint32) {
	w.events[slot].next, w.free = w.free, slot+1
}
