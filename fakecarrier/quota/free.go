package quota

import "math"

// Never is what Free returns of a rule that every hit violates.
const Never = math.MaxInt64

// Free returns the first instant, at or later, at which a hit would not violate the rule if none
// came before it: at itself if one would not now. No hit that the rule has judged came after at.
// Every rule is free for ever once it is free and nothing comes.
func Free(r Rule, at int64) int64 {
	if known, ok := r.(interface{ free(at int64) int64 }); ok {
		return known.free(at)
	}
	return search(r, at)
}

// Violates reports whether a hit at that instant would violate the rule, which does not count it.
func Violates(r Rule, at int64) bool {
	if known, ok := r.(interface{ free(at int64) int64 }); ok {
		return known.free(at) > at
	}
	return r.Clone().Judge(at).Violated
}

// search finds what Free returns by asking copies of the rule.
func search(r Rule, at int64) int64 {
	spared := func(after int64) bool { return !r.Clone().Judge(at + after).Violated }
	if spared(0) {
		return at
	}
	last, step := int64(0), int64(1)
	for ; !spared(last + step); step *= 2 {
		if last += step; last > int64(LongestWindow) {
			return Never
		}
	}
	for step > 1 {
		step /= 2
		if !spared(last + step) {
			last += step
		}
	}
	return at + last + 1
}
