package quota

import "slices"

// A slowJudgement is what slowJudge finds.
type slowJudgement struct {
	violated bool
	at       int64 // the first violation
	peak     int
	filled   []int // the hits that filled the first violated window, by index
	fullest  []int // those of the first window as full as peak; none if it is 0
}

// slowJudge lets a reading's rule judge hits in order of time, in many passes: for the peak it
// looks for the smallest limit that they do not exceed.
func slowJudge(r Reading, threshold Threshold, hits []int64) (j slowJudgement) {
	terms := Terms{Threshold: threshold}
	if v, i := firstViolation(r.Rule(terms), hits); v.Violated {
		j.violated, j.at, j.filled = true, v.At, within(hits[:i+1], v.Since, v.At)
	}
	if j.peak = peak(r, terms, r.Limit(threshold), hits); j.peak > 0 {
		v, i := firstViolation(r.Filled(terms, j.peak), hits)
		j.fullest = within(hits[:i+1], v.Since, v.At)
	}
	return j
}

// firstViolation returns the first violation among the hits, and the hit that finds it.
func firstViolation(rule Rule, hits []int64) (Verdict, int) {
	for i, at := range hits {
		if v := rule.Judge(at); v.Violated {
			return v, i
		}
	}
	return Verdict{}, -1
}

// within returns the indices of the hits from since to at.
func within(hits []int64, since, at int64) []int {
	first, _ := slices.BinarySearch(hits, since)
	var filled []int
	for i := first; i < len(hits) && hits[i] <= at; i++ {
		filled = append(filled, i)
	}
	return filled
}

// peak is the smallest limit that the hits do not exceed. It tries limits from guess on, doubling,
// and then halves what is left; a limit that is too small is found out early.
func peak(r Reading, t Terms, guess int, hits []int64) int {
	exceeds := func(limit int) bool {
		v, _ := firstViolation(r.Filled(t, limit+1), hits)
		return v.Violated
	}
	low, high := -1, guess // exceeded at low, perhaps not at high
	for exceeds(high) {
		low, high = high, 2*high+1
	}
	for low+1 < high {
		middle := low + (high-low)/2
		if exceeds(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
