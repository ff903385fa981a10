package sim

import (
	"fmt"
	"math"
	"math/bits"
)

// A queue holds the events to come by (time, sequence number). It is a 4-ary heap of 16-byte
// entries; what an event is lies in a table beside it, where a sift does not have to move it.
// The source of the fused form is the hold model of discrete event simulation: most pops are
// followed by a push, so pop leaves a hole at the root and the next push falls into it.
// The zero queue is empty.
type queue struct {
	heap   []entry // heap[len] up to the next group of four is padding that is never due
	n      int
	hole   bool // the root has been taken and nothing has moved up
	events []event
	free   uint32 // 1 + the head of the list of free slots in events, 0 if there is none
}

// An entry is when an event is due, and where it is.
type entry struct {
	at  uint64 // virtual ns
	key uint64 // seq << slotBits | slot
}

// An event is what happens. In a free slot arg is 1 + the next free slot.
type event struct {
	kind Kind
	arg  uint32
}

// The split of a key allows 67 million pending events and 2.7e11 events in one run, which is eight
// hours at ten million events a second. Beyond either the queue panics.
const (
	slotBits = 26
	seqBits  = 64 - slotBits
)

// never is later than every event.
var never = entry{math.MaxUint64, math.MaxUint64}

// before is 1 if a is due before b, else 0. It does not branch: which of two events comes first is
// a coin toss that no predictor wins.
func before(a, b *entry) uint64 {
	_, borrow := bits.Sub64(a.key, b.key, 0)
	_, borrow = bits.Sub64(a.at, b.at, borrow)
	return borrow
}

// empty reports whether no event is left.
func (q *queue) empty() bool { return q.n == 0 || q.n == 1 && q.hole }

// first returns the time of the earliest event and closes the hole: for who is about to pop.
func (q *queue) first() (at int64, ok bool) {
	if q.hole {
		q.fill()
	}
	if q.n == 0 {
		return 0, false
	}
	return int64(q.heap[0].at), true
}

// min returns the time of the earliest event, math.MaxInt64 if there is none. It keeps the hole:
// for who is about to push.
func (q *queue) min() int64 {
	switch {
	case q.empty():
		return math.MaxInt64
	case q.hole:
		return int64(q.heap[q.least(1)].at)
	}
	return int64(q.heap[0].at)
}

// push adds an event. No two events may have the same seq.
func (q *queue) push(at int64, seq uint64, kind Kind, arg uint32) {
	e := entry{uint64(at), seq<<slotBits | uint64(q.put(event{kind, arg}))}
	if seq>>seqBits != 0 {
		panic("sim: more events than sequence numbers")
	}
	if q.hole {
		q.hole = false
		q.down(e)
		return
	}
	if q.n&3 == 1 || q.n == 0 {
		q.pad()
	}
	q.n++
	q.up(e)
}

// pop takes the event that first told of.
func (q *queue) pop() due {
	q.hole = true
	key := q.heap[0].key
	slot := uint32(key & (1<<slotBits - 1))
	e := q.events[slot]
	q.events[slot].arg, q.free = q.free, slot+1
	return due{key >> slotBits, e.kind, e.arg}
}

// put finds a slot for what happens.
func (q *queue) put(e event) uint32 {
	if q.free != 0 {
		slot := q.free - 1
		q.free = q.events[slot].arg
		q.events[slot] = e
		return slot
	}
	if len(q.events) == 1<<slotBits {
		panic(fmt.Sprintf("sim: more than %d pending events", 1<<slotBits))
	}
	q.events = append(q.events, e)
	return uint32(len(q.events) - 1)
}

// pad makes room for the group of four that begins at n, so that every group is complete.
func (q *queue) pad() {
	for want := q.n + 4; len(q.heap) < want; {
		q.heap = append(q.heap, never)
	}
}

// fill closes the hole at the root with the last entry.
func (q *queue) fill() {
	q.hole = false
	q.n--
	last := q.heap[q.n]
	q.heap[q.n] = never
	if q.n > 0 {
		q.down(last)
	}
}

// least returns the index of the earliest of the group of four that begins at i.
func (q *queue) least(i int) int {
	g := q.heap[i : i+4 : i+4]
	a := before(&g[1], &g[0])
	b := 2 + before(&g[3], &g[2])
	return i + int(a+(b-a)&-before(&g[b&3], &g[a&3]))
}

// down puts e at the root and lets it sink to its place.
func (q *queue) down(e entry) {
	i := 0
	for child := 1; child < q.n; child = 4*i + 1 {
		least := q.least(child)
		if before(&q.heap[least], &e) == 0 {
			break
		}
		q.heap[i] = q.heap[least]
		i = least
	}
	q.heap[i] = e
}

// up puts e at the end and lets it rise to its place.
func (q *queue) up(e entry) {
	i := q.n - 1
	for i > 0 {
		parent := (i - 1) / 4
		if before(&e, &q.heap[parent]) == 0 {
			break
		}
		q.heap[i] = q.heap[parent]
		i = parent
	}
	q.heap[i] = e
}
