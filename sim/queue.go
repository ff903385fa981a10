package sim

import (
	"math"
	"math/bits"
)

// A queue holds the events to come by (time, sequence number): those due soon in a wheel, and in a
// heap what the wheel has no room for. Both keep the exact order, so where an event lies never
// shows. The zero queue is empty.
type queue struct {
	soon   wheel
	later  heap
	isSoon bool // first found the earliest in the wheel
}

// An entry is when an event is due: by its time, then by its number.
type entry struct {
	at  uint64 // virtual ns
	key uint64 // seq << slotBits; in the heap, also where the event is
}

// An event is what happens.
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

// push adds an event. No two events may have the same seq, and none may be due before the last one
// that was popped.
func (q *queue) push(at int64, seq uint64, kind Kind, arg uint32) {
	if seq>>seqBits != 0 {
		panic("sim: more events than sequence numbers")
	}
	e := entry{uint64(at), seq << slotBits}
	if !q.soon.push(e, event{kind, arg}) {
		q.later.push(e, event{kind, arg})
	}
}

// empty reports whether no event is left.
func (q *queue) empty() bool { return q.soon.empty() && q.later.empty() }

// first returns the time of the earliest event: for who is about to pop.
func (q *queue) first() (at int64, ok bool) {
	soon, later := q.soon.first(), q.later.first()
	q.isSoon = before(soon, later) == 1
	if q.isSoon {
		later = soon
	}
	return int64(later.at), later.at != never.at
}

// min returns the time of the earliest event, math.MaxInt64 if there is none: for who is about to
// push.
func (q *queue) min() int64 {
	return int64(min(q.soon.first().at, q.later.min().at, math.MaxInt64))
}

// pop takes the event that first told of.
func (q *queue) pop() due {
	if q.isSoon {
		return q.soon.pop()
	}
	at, e := q.later.pop()
	q.soon.now = at
	return e
}
