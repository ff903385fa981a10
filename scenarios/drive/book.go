package drive

import (
	"net/netip"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A book keeps what happened, as those tell it who did it.
type book struct {
	clock  *clock
	length time.Duration // what happens later is not kept

	mu        sync.Mutex // guards what follows
	records   []measure.Record
	exchanges []exchange
	actions   uint64
	requests  uint64
	down      error // the first request that the target did not answer
	unheard   int   // how many those are

	// Of successful actions, in virtual time.
	late     lateness // by how much timers were late for it, in all
	overhead lateness // what it took beyond its waits: locks and this machine
}

// An exchange is a request that the target answered, as the client knows it.
type exchange struct {
	record measure.Record // as judged: when it was sent off, and what was answered
	ip     netip.Addr
	client string
}

// add keeps a record of this moment.
func (b *book) add(r measure.Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if r.At = b.clock.elapsed(); r.At < b.length {
		b.records = append(b.records, r)
	}
}

// begin numbers an action and keeps its record, in one step: numbers follow the order in which
// actions began.
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

// serial numbers a request.
func (b *book) serial() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests++
	return b.requests
}

// exchanged keeps an exchange; its record has At, when the request was on its way to be judged.
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

// succeeded notes by how much a successful action was slower than it had to be.
func (b *book) succeeded(a *action, took time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.late.note(time.Duration(a.late.Load()))
	b.overhead.note(took - time.Duration(a.due.Load()))
}

// cut ends the book here, and tells when that was.
func (b *book) cut() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.length = max(1, min(b.length, b.clock.elapsed()))
	return b.length
}
