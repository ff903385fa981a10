package observe

import (
	"sync"
	"time"
)

// A window is a sliding window over hits. It keeps the most hits that were in it at once.
type window struct {
	span time.Duration

	mu   sync.Mutex  // guards what follows
	hits []time.Time // within the span, in order of arrival
	most int
}

func (w *window) hit(at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	begin := at.Add(-w.span)
	for len(w.hits) > 0 && !w.hits[0].After(begin) {
		w.hits = w.hits[1:]
	}
	w.hits = append(w.hits, at)
	w.most = max(w.most, len(w.hits))
}

// fullest returns the most hits that were in the window at once since the last call.
func (w *window) fullest() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	most := w.most
	w.most = 0
	return most
}
