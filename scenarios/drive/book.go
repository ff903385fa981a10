package drive

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A book keeps the records of a run, written by those who act in it.
type book struct {
	clock    *clock
	requests atomic.Uint64 // the number of the latest

	// Of successful actions, in virtual time.
	late     *lateness // how late its timers were, in sum
	overhead *lateness // how long it took beyond its waits: locks, and this machine

	mu        sync.Mutex    // guards what follows
	length    time.Duration // later records are dropped
	records   []measure.Record
	exchanges []measure.Record // requests that the target answered: At is when each was sent there
	actions   uint64
	down      error // the first request that the target did not answer
	unheard   int   // how many those are
}

func newBook(c *clock, length time.Duration) *book {
	return &book{clock: c, length: length, late: newLateness(), overhead: newLateness()}
}

// add keeps a record, with the present time. The record of an action that starts gets the next
// number, which it returns: numbers follow the order in which actions start.
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

// keep keeps a record that has its time. The caller holds mu, or is alone.
func (b *book) keep(r measure.Record) {
	if r.At < b.length {
		b.records = append(b.records, r)
	}
}

// exchanged keeps a request that was answered.
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
