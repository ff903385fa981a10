package drive

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A book keeps the records of a run. All its goroutines write into it.
type book struct {
	clock    *clock
	requests atomic.Uint64 // the number of the latest

	// Of successful actions, in virtual time.
	late     lateness // by how much all timers of one action were late
	overhead lateness // how much longer than its waits it took: locks, and this machine

	mu        sync.Mutex    // guards what follows
	length    time.Duration // later records are dropped
	records   []measure.Record
	exchanges []measure.Record // requests that the target answered; At is when each was sent to it
	actions   uint64
	down      error // the first request that the target did not answer
	unheard   int   // how many it did not answer
}

func newBook(c *clock, length time.Duration) *book {
	return &book{clock: c, length: length}
}

// add keeps a record, with the present time. It gives an action that starts the next number and
// returns it, under one lock: so the numbers follow the order in which actions start.
func (b *book) add(r measure.Record) (action uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if r.Kind == measure.ActionStarted {
		b.actions++
		r.Action = b.actions
	}
	r.At = b.clock.elapsed()
	b.keep(r)
	return r.Action
}

// open keeps the beginning of an action at the last instant that counts.
func (b *book) open(r measure.Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.actions++
	r.Action, r.At = b.actions, b.length-1
	b.keep(r)
}

// note keeps a record that has its time already, while others are added.
func (b *book) note(r measure.Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keep(r)
}

// keep keeps a record that has its time already. The caller holds mu, or is the only goroutine.
func (b *book) keep(r measure.Record) {
	if r.At < b.length {
		b.records = append(b.records, r)
	}
}

// exchanged keeps a request that the target answered.
func (b *book) exchanged(r measure.Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.exchanges = append(b.exchanges, r)
}

// unanswered notes a request that the target did not answer.
func (b *book) unanswered(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.unheard++
	if b.down == nil {
		b.down = err
	}
}

// cut ends the book now, and returns the present time.
func (b *book) cut() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.length = max(1, min(b.length, b.clock.elapsed()))
	return b.length
}
