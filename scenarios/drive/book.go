package drive

import (
	"net/netip"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A book keeps the records of a run, written by those who act in it.
type book struct {
	clock  *clock
	length time.Duration // later records are dropped

	mu        sync.Mutex // guards what follows
	records   []measure.Record
	exchanges []exchange
	actions   uint64
	requests  uint64
	down      error // the first request that the target did not answer
	unheard   int   // how many those are

	// Of successful actions, in virtual time.
	late     lateness // how late its timers were, in sum
	overhead lateness // how long it took beyond its waits: locks, and this machine
}

// An exchange is a request that the target answered, as the client saw it.
type exchange struct {
	record measure.Record // as judged: when it was sent off, and what was answered
	ip     netip.Addr
	client string
}

// add keeps a record, with the present time.
func (b *book) add(r measure.Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if r.At = b.clock.elapsed(); r.At < b.length {
		b.records = append(b.records, r)
	}
}

// begin gives an action the next number, and keeps its record: in one step, so that numbers follow
// the order in which actions began.
func (b *book) begin(r measure.Record) (action uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.actions++
	r.At, r.Action = b.clock.elapsed(), b.actions
	if r.At < b.length {
		b.records = append(b.records, r)
	}
	return r.Action
}

// serial returns the number of the next request.
func (b *book) serial() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests++
	return b.requests
}

// exchanged keeps an exchange; its record says when the request was sent to the carrier (At).
func (b *book) exchanged(x exchange) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.exchanges = append(b.exchanges, x)
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

// succeeded notes how much slower than necessary a successful action was.
func (b *book) succeeded(a *action, took time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.late.note(time.Duration(a.late.Load()))
	b.overhead.note(took - time.Duration(a.due.Load()))
}

// cut ends the book now, and returns the present time.
func (b *book) cut() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.length = max(1, min(b.length, b.clock.elapsed()))
	return b.length
}
