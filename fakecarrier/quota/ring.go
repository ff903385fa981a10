package quota

import "slices"

// A ring holds the instants of the last hits, as many as it takes to violate.
type ring struct {
	at   []int64
	next int
	full bool
}

func newRing(size int) ring { return ring{at: make([]int64, size)} }

func (r *ring) clone() ring { return ring{slices.Clone(r.at), r.next, r.full} }

// push adds a hit and returns the oldest one held, which is the one that decides; ok is false
// until there are enough.
func (r *ring) push(at int64) (oldest int64, ok bool) {
	r.at[r.next] = at
	r.next++
	if r.next == len(r.at) {
		r.next = 0
		r.full = true
	}
	return r.at[r.next], r.full
}

// oldest is the first of the hits held, if there are enough.
func (r *ring) oldest() (at int64, ok bool) { return r.at[r.next], r.full }

// second is the hit that will be the oldest once another is pushed, if there are enough then.
func (r *ring) second() (at int64, ok bool) {
	i := r.next + 1
	if i == len(r.at) {
		i = 0
	}
	return r.at[i], len(r.at) > 1 && (r.full || i == 0)
}
