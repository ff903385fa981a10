package reports

import "time"

// A window counts the hits in the span that ends now, and remembers for each bin of the run the
// most it counted. Between two hits the count only falls: the most of a bin is what it began with,
// or what it counted at one of the bin's hits.
type window struct {
	span, bin time.Duration
	hits      []time.Duration // those in (now-span, now] from first on
	first     int
	fullest   []int
	current   int // the bin that now lies in
}

// add counts a hit.
func (w *window) add(at time.Duration) {
	w.advance(int(at / w.bin))
	w.expire(at)
	if w.first > len(w.hits)/2 {
		w.hits = append(w.hits[:0], w.hits[w.first:]...)
		w.first = 0
	}
	w.hits = append(w.hits, at)
	w.fullest[w.current] = max(w.fullest[w.current], len(w.hits)-w.first)
}

// advance enters the bins up to this one; what is beyond the last counts as the last.
func (w *window) advance(bin int) {
	for bin = min(bin, len(w.fullest)-1); w.current < bin; {
		w.current++
		w.expire(time.Duration(w.current) * w.bin)
		w.fullest[w.current] = len(w.hits) - w.first
	}
}

func (w *window) expire(now time.Duration) {
	for w.first < len(w.hits) && w.hits[w.first] <= now-w.span {
		w.first++
	}
}

// counts returns the bins, all of them: the run is over.
func (w *window) counts() []int {
	w.advance(len(w.fullest) - 1)
	return w.fullest
}
