package quota

import "slices"

// A ring holds the instants of the last hits, as many as it takes to violate.
type ring struct {
	at   []int64 // grows until it is full
	size int
	next int // once it is full: where the oldest is
}

func newRing(size int) ring { return ring{size: size} }

func (r *ring) clone() ring { return ring{slices.Clone(r.at), r.size, r.next} }

// push adds a hit and returns the oldest one held, which is the one that decides; ok is false
// until there are enough.
func (r *ring) push(at int64) (oldest int64, ok bool) {
	if len(r.at) < r.size {
		r.at = append(r.at, at)
		return r.at[0], len(r.at) == r.size
	}
	r.at[r.next] = at
	r.next++
	if r.next == r.size {
		r.next = 0
	}
	return r.at[r.next], true
}

// oldest is the first of the hits held, if there are enough.
func (r *ring) oldest() (at int64, ok bool) {
	if len(r.at) < r.size {
		return 0, false
	}
	return r.at[r.next], true
}

// second is the hit that will be the oldest once another is pushed, if there are enough then.
func (r *ring) second() (at int64, ok bool) {
	switch {
	case r.size == 1 || len(r.at) < r.size-1:
		return 0, false
	case len(r.at) < r.size:
		return r.at[0], true
	case r.next == r.size-1:
		return r.at[0], true
	}
	return r.at[r.next+1], true
}
