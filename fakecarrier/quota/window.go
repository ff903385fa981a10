package quota

import "time"

// MostHits is how many hits a Window tells apart where nobody asks for fewer. Assumed: no figure
// needs a larger count.
const MostHits = 1 << 20

// A Window holds the hits of the span that ends now: those in (now-span, now]. Instants count from
// wherever the caller likes, and never go back.
type Window struct {
	span  time.Duration
	most  int
	at    []time.Duration // a ring, a power of two long
	first int             // the oldest hit in the window
	count int
}

// NewWindow returns a window that holds so many hits at most, and lets go of the oldest beyond
// them.
func NewWindow(span time.Duration, most int) Window {
	return Window{span: span, most: most, at: make([]time.Duration, 64)}
}

// Opened reports whether NewWindow returned it: the zero Window holds no hits.
func (w *Window) Opened() bool { return w.at != nil }

// Add counts a hit, and returns the hits in the window that ends with it.
func (w *Window) Add(now time.Duration) int {
	w.Count(now)
	switch w.count {
	case w.most:
		w.drop()
	case len(w.at):
		w.grow()
	}
	w.at[(w.first+w.count)&(len(w.at)-1)] = now
	w.count++
	return w.count
}

// Count returns the hits in the window that ends now.
func (w *Window) Count(now time.Duration) int {
	for from := now - w.span; w.count > 0 && w.at[w.first] <= from; {
		w.drop()
	}
	return w.count
}

// Next is when the oldest hit leaves the window; not ok where the window is empty.
func (w *Window) Next() (at time.Duration, ok bool) {
	if w.count == 0 {
		return 0, false
	}
	return w.at[w.first] + w.span, true
}

// Since returns the hits in the window that came at an instant or later, in their order.
func (w *Window) Since(from time.Duration) []time.Duration {
	hits := make([]time.Duration, 0, w.count)
	for i := range w.count {
		if at := w.at[(w.first+i)&(len(w.at)-1)]; at >= from {
			hits = append(hits, at)
		}
	}
	return hits
}

// Latest is the latest hit in the window; there is one.
func (w *Window) Latest() time.Duration { return w.at[(w.first+w.count-1)&(len(w.at)-1)] }

func (w *Window) drop() {
	w.first = (w.first + 1) & (len(w.at) - 1)
	w.count--
}

func (w *Window) grow() {
	at := make([]time.Duration, 2*len(w.at))
	n := copy(at, w.at[w.first:])
	copy(at[n:], w.at[:w.first])
	w.at, w.first = at, 0
}
