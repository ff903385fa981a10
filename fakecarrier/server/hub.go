package server

import (
	"slices"
	"sync"
)

// What a hub holds at most. Assumed: more than sit at one desk, and a burst's worth of events.
const (
	mostListeners = 64
	mostBehind    = 256
)

// A hub passes on what happens in a session to those who listen. A listener that is too slow misses
// some and is told how many: a carrier waits for nobody who watches it.
type hub struct {
	mu        sync.Mutex
	listeners []*listener
	closed    bool // nothing happens any more
}

// A notice is one thing that happened.
type notice struct {
	name string // of the server-sent event
	id   uint64 // its place in the journal; 0 where it has none
	data any
}

// A listener takes notices from its channel, which is closed when nothing happens any more.
type listener struct {
	notices chan notice
	missed  int
}

// listen adds a listener; not ok where there are too many.
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

// tell passes a notice on. It never blocks: sends have room, for nobody else sends.
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

// close tells all listeners that nothing happens any more.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, l := range h.listeners {
		close(l.notices)
	}
	h.listeners = nil
}

// missed is how many notices the listener did not get since it was last asked.
func (h *hub) missed(l *listener) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := l.missed
	l.missed = 0
	return n
}
