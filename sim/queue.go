package sim

import (
	"math"
	"slices"
)

// A queue holds the events to come in the order (time, sequence number), at a cost that hardly
// grows with their number. It is a hierarchy of three calendars (R. Brown, Communications of the
// ACM 31(10), 1988; G. Varghese and T. Lauck, SOSP 1987): days of 131 µs for the next 268 ms, in
// whose buckets events are linked in their order; months of 268 ms for the next nine minutes, whose
// events go into their days when the month begins; and years of nine minutes for the next 13 days,
// whose events go into their months. What is due later still, or would meet a crowd in its day,
// lies in a heap. Where an event lies never shows. The lengths suit a scenario: messages on their
// way, some hundreds, have nearly a day for each, and users who think are months or years away.
type queue struct {
	now    uint64 // no event is due earlier
	begins uint64 // when the first month or year begins that is not empty; math.MaxUint64: none is
	days   ring
	months ring
	years  ring
	events []pending // what is in the rings; slot 0 is none, and never due
	free   uint32    // the head of the list of free slots
	later  heap
}

// A pending is an event in its bucket.
type pending struct {
	entry
	event
	next uint32 // the slot of the next in the bucket, or the next free slot
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

const (
	dayBits   = 17                    // a day is 2^17 ns
	monthBits = dayBits + spansBits   // a month is as many days as a ring holds
	yearBits  = monthBits + spansBits // and a year as many months
	crowd     = 8                     // how many a new event may have to pass in its bucket
)

// The split of a key allows 67 million pending events and 2.7e11 events in one run, which is eight
// hours at ten million events a second. Beyond either the queue panics.
const (
	slotBits = 26
	seqBits  = 64 - slotBits
)

// never is later than every event.
var never = entry{math.MaxUint64, math.MaxUint64}

func newQueue() *queue {
	return &queue{begins: math.MaxUint64, events: []pending{{entry: never}}}
}

// push adds an event, due no earlier than now. No two may have the same seq.
func (q *queue) push(at int64, seq uint64, kind Kind, arg uint32) {
	if seq>>seqBits != 0 {
		panic("sim: more events than sequence numbers")
	}
	if q.free == 0 {
		q.extend()
	}
	slot := q.free
	p := &q.events[slot]
	q.free = p.next
	p.at, p.key, p.kind, p.arg = uint64(at), seq<<slotBits, kind, arg
	q.place(p, slot)
}

// grow makes room for so many more events.
func (q *queue) grow(n int) { q.events = slices.Grow(q.events, n) }

// extend makes a free slot.
func (q *queue) extend() {
	q.free = uint32(len(q.events))
	q.events = append(q.events, pending{})
}

// place puts an event into its day, its month or its year, or into the heap.
func (q *queue) place(p *pending, slot uint32) {
	day, month, year := p.at>>dayBits, p.at>>monthBits, p.at>>yearBits
	switch {
	case day-q.now>>dayBits < spans:
		b := q.days.at(day)
		if b.first != 0 {
			q.join(b, p, slot)
			return
		}
		b.first, b.last, p.next = slot, slot, 0
		q.days.mark(day)
	case month-q.now>>monthBits < spans:
		q.months.add(month, p, slot)
		q.begins = min(q.begins, month<<monthBits)
	case year-q.now>>yearBits < spans:
		q.years.add(year, p, slot)
		q.begins = min(q.begins, year<<yearBits)
	default:
		q.postpone(p, slot)
	}
}

// postpone moves an event to the heap.
func (q *queue) postpone(p *pending, slot uint32) {
	q.later.push(p.entry, p.event)
	p.next, q.free = q.free, slot
}

// join puts an event into its place in a bucket that is not empty, or, if that is crowded, into the
// heap.
func (q *queue) join(b *bucket, p *pending, slot uint32) {
	link := &b.first
	if latest := &q.events[b.last]; before(&latest.entry, &p.entry) == 1 {
		link = &latest.next // most often: who is sent later is due later
		b.last = slot
	}
	for passed := 0; *link != 0; passed++ {
		other := &q.events[*link]
		if before(&p.entry, &other.entry) == 1 {
			break
		}
		if passed == crowd {
			q.postpone(p, slot)
			return
		}
		link = &other.next
	}
	*link, p.next = slot, *link
}

// begin begins the first month: its events go into their days. Or it begins the first year, whose
// events go into their months.
func (q *queue) begin() {
	q.now = q.begins
	slot := uint32(0)
	if year := q.now >> yearBits; q.years.words != 0 && q.years.first(year)<<yearBits == q.now {
		slot = q.years.take(year)
	} else {
		slot = q.months.take(q.now >> monthBits)
	}
	q.begins = math.MaxUint64
	if q.months.words != 0 {
		q.begins = q.months.first(q.now>>monthBits) << monthBits
	}
	if q.years.words != 0 {
		q.begins = min(q.begins, q.years.first(q.now>>yearBits)<<yearBits)
	}
	for slot != 0 {
		p := &q.events[slot]
		next := p.next
		q.place(p, slot)
		slot = next
	}
}

// empty reports whether no event is left.
func (q *queue) empty() bool {
	return q.days.words|q.months.words|q.years.words == 0 && q.later.empty()
}

// pass lets the time pass until t: no event is due before it.
func (q *queue) pass(t int64) { q.now = uint64(t) }

// min returns the time of the earliest event, or, if that is months away, of the beginning of its
// month or year; math.MaxInt64 if there is none. It is for who is about to push.
func (q *queue) min() int64 {
	at := min(q.later.min().at, q.begins, math.MaxInt64)
	if q.days.words != 0 {
		day := q.days.first(q.now >> dayBits)
		at = min(at, q.events[q.days.at(day).first].at)
	}
	return int64(at)
}

// take takes the earliest event, unless that is due after the horizon: then the queue has served.
func (q *queue) take(horizon int64) (at int64, e due, ok bool) {
	day, slot := uint64(0), uint32(0)
	if q.days.words != 0 {
		day = q.days.first(q.now >> dayBits)
		slot = q.days.at(day).first
	}
	p, later := &q.events[slot], q.later.first()
	earliest := min(p.at, later.at)
	switch {
	case min(earliest, q.begins) > uint64(horizon):
		return 0, due{}, false
	case earliest >= q.begins:
		q.begin()
		return q.take(horizon)
	}
	q.now = earliest
	if later.at < p.at || later.at == p.at && later.key < p.key {
		return int64(earliest), q.later.pop(), true
	}
	b := q.days.at(day)
	if b.first = p.next; b.first == 0 {
		q.days.clear(day)
	}
	p.next, q.free = q.free, slot
	return int64(earliest), due{p.key >> slotBits, p.kind, p.arg}, true
}
