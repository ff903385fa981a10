package sim

import (
	"fmt"
	"math/bits"
)

// A heap holds events by (time, sequence number), however many and however far away. It is 4-ary,
// of 16-byte entries; what an event is lies in a table beside it, where a sift need not move it.
// The source of the fused form is the hold model of discrete event simulation: most pops are
// followed by a push, so pop leaves a hole at the root and the next push falls into it. The zero
// heap is empty.
type heap struct {
	tree   []entry // tree[n] up to the next group of four is padding that is never due
	n      int
	hole   bool    // the root has been taken and nothing has moved up
	events []event // in a free slot arg is 1 + the next free slot
	free   uint32  // 1 + the head of the list of free slots in events, 0 if there is none
}

// empty reports whether no event is left.
func (h *heap) empty() bool { return h.n == 0 || h.n == 1 && h.hole }

// first returns the earliest event, &never if there is none, and closes the hole: for who is about
// to pop.
func (h *heap) first() *entry {
	if h.hole {
		h.fill()
	}
	if h.n == 0 {
		return &never
	}
	return &h.tree[0]
}

// min is first for who is about to push: it keeps the hole.
func (h *heap) min() *entry {
	switch {
	case h.empty():
		return &never
	case h.hole:
		return &h.tree[h.least(1)]
	}
	return &h.tree[0]
}

// push adds an event.
func (h *heap) push(e entry, what event) {
	e.key |= uint64(h.put(what))
	if h.hole {
		h.hole = false
		h.down(e)
		return
	}
	if h.n&3 == 1 || h.n == 0 {
		h.pad()
	}
	h.n++
	h.up(e)
}

// pop takes the event that first told of.
func (h *heap) pop() due {
	h.hole = true
	root := h.tree[0]
	slot := uint32(root.key & (1<<slotBits - 1))
	what := h.events[slot]
	h.events[slot].arg, h.free = h.free, slot+1
	return due{root.key >> slotBits, what.kind, what.arg}
}

// put finds a slot for what happens.
func (h *heap) put(e event) uint32 {
	if h.free != 0 {
		slot := h.free - 1
		h.free = h.events[slot].arg
		h.events[slot] = e
		return slot
	}
	if len(h.events) == 1<<slotBits {
		panic(fmt.Sprintf("sim: more than %d pending events", 1<<slotBits))
	}
	h.events = append(h.events, e)
	return uint32(len(h.events) - 1)
}

// pad makes room for the group of four that begins at n, so that every group is complete.
func (h *heap) pad() {
	for want := h.n + 4; len(h.tree) < want; {
		h.tree = append(h.tree, never)
	}
}

// fill closes the hole at the root with the last entry.
func (h *heap) fill() {
	h.hole = false
	h.n--
	last := h.tree[h.n]
	h.tree[h.n] = never
	if h.n > 0 {
		h.down(last)
	}
}

// before is 1 if a is due before b, else 0. It does not branch: which of two events comes first is
// a coin toss that no predictor wins.
func before(a, b *entry) uint64 {
	_, borrow := bits.Sub64(a.key, b.key, 0)
	_, borrow = bits.Sub64(a.at, b.at, borrow)
	return borrow
}

// least returns the index of the earliest of the group of four that begins at i.
func (h *heap) least(i int) int {
	g := h.tree[i : i+4 : i+4]
	a := before(&g[1], &g[0])
	b := 2 + before(&g[3], &g[2])
	return i + int(a+(b-a)&-before(&g[b&3], &g[a&3]))
}

// down puts e at the root and lets it sink to its place.
func (h *heap) down(e entry) {
	i := 0
	for child := 1; child < h.n; child = 4*i + 1 {
		least := h.least(child)
		if before(&h.tree[least], &e) == 0 {
			break
		}
		h.tree[i] = h.tree[least]
		i = least
	}
	h.tree[i] = e
}

// up puts e at the end and lets it rise to its place.
func (h *heap) up(e entry) {
	i := h.n - 1
	for i > 0 {
		parent := (i - 1) / 4
		if before(&e, &h.tree[parent]) == 0 {
			break
		}
		h.tree[i] = h.tree[parent]
		i = parent
	}
	h.tree[i] = e
}

// each calls f with every event, in no order that means anything.
func (h *heap) each(f func(at int64, e due)) {
	for i := range h.n {
		if i == 0 && h.hole {
			continue
		}
		slot := uint32(h.tree[i].key & (1<<slotBits - 1))
		what := h.events[slot]
		f(int64(h.tree[i].at), due{h.tree[i].key >> slotBits, what.kind, what.arg})
	}
}
