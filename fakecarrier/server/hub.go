package server

import "sync"

// How many streams there are at most. Assumed: more than browser windows; each is a connection, of
// which a process has a thousand or so.
const (
	mostListeners = 64  // of a session
	mostStreams   = 256 // of all sessions together
)

// A hub wakes the listeners of a session when there is news.
type hub struct {
	mu        sync.Mutex
	listeners int
	latest    news
	unread    int // publications since the news was asked for
	hasty     int // of so many unread, listeners are not to wait for more
}

// The news of a session, and channels that are closed when there is more.
type news struct {
	turns   int           // how often the clock was changed
	deleted bool          // the session is gone
	next    chan struct{} // anything
	urgent  chan struct{} // something that is not to wait
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
	if h.latest.urgent == nil {
		h.latest.urgent = make(chan struct{})
	}
	h.unread = 0
	return h.latest
}

// happened says that the journal has one more event.
func (h *hub) happened() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.unread++
	h.wake(h.unread >= h.hasty)
}

// publish notes news and wakes whoever waits.
func (h *hub) publish(note func(*news)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	note(&h.latest)
	h.wake(true)
}

// wake wakes whoever waits for news, and those that wait for more of it if it is urgent.
func (h *hub) wake(urgent bool) {
	if h.latest.next != nil {
		close(h.latest.next)
		h.latest.next = nil
	}
	if urgent && h.latest.urgent != nil {
		close(h.latest.urgent)
		h.latest.urgent = nil
	}
}
