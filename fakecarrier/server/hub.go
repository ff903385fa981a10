package server

import (
	"slices"
	"sync"
)

// The limits of a hub (assumed): more listeners than browser windows, a burst of events.
const (
	mostListeners = 64
	mostBehind    = 256
)

// A hub sends the events of a session to its listeners. A listener that is too slow misses events,
// and gets their number: the carrier does not wait for it.
type hub struct {
	mu        sync.Mutex
	listeners []*listener
	closed    bool // the session is gone
}

// A notice is an event, or a change of the clock.
type notice struct {
	name string // of the server-sent event
	id   uint64 // its seq in the journal; 0 if it is not there
	data any
}

// A listener receives notices from its channel, which is closed when the session is gone.
type listener struct {
	notices chan notice
	missed  int
}

// listen adds a listener; not ok if there are too many.
func (h *hub) listen() (l *listener, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.listeners) == mostListeners {
		return nil, false
	}
	l = &listener{notices: make(chan notice, mostBehind)}
	if h.closed {
		close(l.notices)
		return l, true
	}
	h.listeners = append(h.listeners, l)
	return l, true
}

func (h *hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.listeners = slices.DeleteFunc(h.listeners, func(o *listener) bool { return o == l })
}

// publish sends a notice to all listeners. It does not block: it sends only to a channel with room,
// and nobody else sends.
func (h *hub) publish(n notice) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.listeners {
		if len(l.notices) == cap(l.notices) {
			l.missed++
			continue
		}
		l.notices <- n
	}
}

// close closes the channels of all listeners.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, l := range h.listeners {
		close(l.notices)
	}
	h.listeners = nil
}

// missed returns how many notices the listener has missed since the last call.
func (h *hub) missed(l *listener) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := l.missed
	l.missed = 0
	return n
}
