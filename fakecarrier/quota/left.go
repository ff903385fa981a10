package quota

// Left returns how many hits at an instant would not exceed the limit whose rule it is, and the
// first instant, at or later, at which all of its hits would not again, if nothing comes before.
// No hit that the rule has judged came after at.
func (l Limit) Left(r Rule, at int64) (n int, whole int64) {
	if known, ok := r.(interface {
		left(at int64) (n int, whole int64)
	}); ok {
		return known.left(at)
	}
	return l.count(r, at)
}

// count finds what Left returns by asking copies of the rule.
func (l Limit) count(r Rule, at int64) (n int, whole int64) {
	spared := func(at int64) int { return Spared(r, at, l.Hits) }
	low, high := at, at
	for step := int64(1); spared(high) < l.Hits; step *= 2 {
		low, high = high+1, high+step
	}
	for low < high {
		if middle := low + (high-low)/2; spared(middle) < l.Hits {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return spared(at), high
}

// Spared returns how many hits at an instant would not violate a rule; of more than most it is
// most. No hit that the rule has judged came after at.
func Spared(r Rule, at int64, most int) (n int) {
	for copied := r.Clone(); n < most && !copied.Judge(at).Violated; n++ {
	}
	return n
}

// left is what is left of a window that ends at the instant, and when the last of the hits held
// leaves one: of as many as the ring is long, one is too many.
func (r *ring) left(at, window int64) (n int, whole int64) {
	n, whole = r.size-1, at
	for _, hit := range r.at {
		if hit > at-window {
			n--
			whole = max(whole, hit+window)
		}
	}
	return max(0, n), whole
}

func (s *sliding) left(at int64) (n int, whole int64) { return s.last.left(at, s.window) }

func (f *fixed) left(at int64) (n int, whole int64) {
	if at >= f.ends {
		return f.full - 1, at
	}
	return max(0, f.full-1-f.count), f.ends
}

func (r *restarting) left(at int64) (n int, whole int64) {
	if r.count == 0 || at >= r.ends {
		return r.full - 1, at
	}
	return max(0, r.full-1-r.count), r.ends
}
