package server

import (
	"context"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// An answering is the context of an answer: that of its request, until answerTime is over. The
// timer is set when somebody first waits for the end, which hardly any answer does.
type answering struct {
	context.Context

	wall  clockwork.Clock
	began time.Time

	mu      sync.Mutex
	limited context.Context // nil: nobody waits
	cancel  context.CancelFunc
}

// until is the context that ends.
func (a *answering) until() context.Context {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.limited == nil {
		end := a.began.Add(answerTime)
		a.limited, a.cancel = clockwork.WithDeadline(a.Context, a.wall, end)
	}
	return a.limited
}

// Deadline is when the answer must be there.
func (a *answering) Deadline() (time.Time, bool) { return a.until().Deadline() }

// Done is closed when nobody waits for the answer any more.
func (a *answering) Done() <-chan struct{} { return a.until().Done() }

// Err is why nobody does.
func (a *answering) Err() error { return a.until().Err() }

// end lets go of the timer.
func (a *answering) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cancel != nil {
		a.cancel()
	}
}
