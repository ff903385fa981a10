package dashboard

import (
	"context"
	"sync"
)

// mostListeners is how many pages may be open (assumed: more than browser windows).
const mostListeners = 64

// A hub wakes pages when there is news. All of them are given the same bytes.
type hub struct {
	mu        sync.Mutex
	listeners int
	closed    bool
	latest    edition
	changed   chan struct{} // closed, and made anew, whenever something changes
}

// An edition is what is told at one instant.
type edition struct {
	number int
	news   []byte        // what is new since the edition before
	whole  func() []byte // all there is
}

// change changes something under the lock, and wakes whoever waits.
func (h *hub) change(what func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	what()
	if h.changed != nil {
		close(h.changed)
		h.changed = nil
	}
}

// publish gives listeners an edition, whose number it sets.
func (h *hub) publish(e edition) {
	h.change(func() {
		e.number = h.latest.number + 1
		h.latest = e
	})
}

// close lets listeners go, once they have the latest edition.
func (h *hub) close() { h.change(func() { h.closed = true }) }

// listen adds a listener; false if there are too many.
func (h *hub) listen() (ok bool) {
	h.change(func() {
		if ok = h.listeners < mostListeners && !h.closed; ok {
			h.listeners++
		}
	})
	return ok
}

func (h *hub) leave() { h.change(func() { h.listeners-- }) }

// listening counts the listeners.
func (h *hub) listening() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.listeners
}

// state is the latest edition, whether there will be another, and what is closed when anything
// changes.
func (h *hub) state() (latest edition, closed bool, changed <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.changed == nil {
		h.changed = make(chan struct{})
	}
	return h.latest, h.closed, h.changed
}

// emptied waits until nobody listens, or ctx ends.
func (h *hub) emptied(ctx context.Context) {
	for {
		_, _, changed := h.state()
		if h.listening() == 0 {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
