package server

import "sync"

// mostListeners is how many streams a session has (assumed: more than browser windows).
const mostListeners = 64

// A hub wakes the listeners of a session when there is news.
type hub struct {
	mu        sync.Mutex
	listeners int
	latest    news
}

// The news of a session, and a channel that is closed when there is more.
type news struct {
	turns   int  // how often the clock was changed
	deleted bool // the session is gone
	next    chan struct{}
}

// listen adds a listener; not ok if there are too many.
func (h *hub) listen() (ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listeners == mostListeners {
		return false
	}
	h.listeners++
	return true
}

func (h *hub) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.listeners--
}

// news returns what there is. The caller then looks into the journal: what is noted there after
// this call closes the channel.
func (h *hub) news() news {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.latest.next == nil {
		h.latest.next = make(chan struct{})
	}
	return h.latest
}

// publish notes news and wakes whoever waits.
func (h *hub) publish(note func(*news)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	note(&h.latest)
	if h.latest.next != nil {
		close(h.latest.next)
		h.latest.next = nil
	}
}
