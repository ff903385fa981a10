package logs

import "time"

// alike finds records of several files that are the same to the last byte: exports that overlap, or
// snapshots of a file that grew. They begin at one instant, so that they come one after another.
type alike struct {
	at   int64
	seen map[uint64]*alikeRecord // by a sum of the text
}

type alikeRecord struct {
	kept   int            // the most that one file has
	ofFile map[string]int // how many each has
}

// mostAlike is how exactly it must be known when a request began, or its answer ended, for two
// records that are alike to be one request. Assumed: nobody sends two to two servers within it that
// differ in nothing, neither in size, nor in port, nor in how long they took.
const mostAlike = 2 * time.Millisecond

// again reports whether a hit stands in another file as well, more often than it came so far, and
// whether it is surely the same request.
func (a *alike) again(h *Hit) (same, surely bool) {
	if h.sum == 0 {
		return false, false
	}
	if a.seen == nil || h.Begin.From != a.at {
		if a.seen == nil {
			a.seen = map[uint64]*alikeRecord{}
		}
		clear(a.seen)
		a.at = h.Begin.From
	}
	r := a.seen[h.sum]
	if r == nil {
		r = &alikeRecord{ofFile: map[string]int{}}
		a.seen[h.sum] = r
	}
	r.ofFile[h.File]++
	if r.ofFile[h.File] > r.kept {
		r.kept++
		return false, false
	}
	width := min(h.Begin.Until-h.Begin.From, h.End.Until-h.End.From)
	return true, width <= int64(mostAlike)
}

// sum is a sum of a record's text, by FNV-1a; never 0.
func sum(text []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range text {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return max(h, 1)
}
