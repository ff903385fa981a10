package quota

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Judgement is what one reading says of a list of hits.
type Judgement struct {
	Reading        string
	Violated       bool
	FirstViolation time.Duration // since the origin, where Violated
	Limit          int           // the number in the sentence
	Peak           int           // the smallest limit that the hits do not exceed
	Filled         []int         // the hits that filled the first violated window, by index
	Fullest        []int         // those of the first window as full as Peak; none if it is 0
}

// Judge lets readings of a carrier's thresholds judge a bare list of hits: no ban takes effect,
// nothing is cleared. Windows align to Unix time. A reading of a threshold that the carrier does
// not have finds nothing. The hits must be in order of time, and the readings known: it panics
// otherwise.
//
// The Peak is defined alike for every reading: the fullest window (R1), the most hits that each of
// five consecutive seconds reached (R3), the depth that the bucket would have needed (R7).
func Judge(
	hits []time.Time, origin time.Time, thresholds []Threshold, readings []string,
) []Judgement {
	instants := make([]int64, len(hits))
	for i, hit := range hits {
		instants[i] = hit.UnixNano()
		if i > 0 && instants[i] < instants[i-1] {
			panic(fmt.Sprintf("quota: hit %d is earlier than the one before it", i))
		}
	}
	peaks := map[string]int{}
	var all []Judgement
	for _, id := range readings {
		r, err := LookupReading(id)
		if err != nil {
			panic("quota: " + err.Error())
		}
		threshold, ok := r.Of(thresholds)
		if !ok {
			all = append(all, Judgement{Reading: id})
			continue
		}
		terms := Terms{Threshold: threshold}
		j := Judgement{Reading: id, Limit: r.Limit(threshold)}
		if v, i := firstViolation(r.Rule(terms), instants); v.Violated {
			j.Violated, j.FirstViolation = true, unit.Instant(v.At).Sub(origin)
			j.Filled = within(instants[:i+1], v.Since, v.At)
		}
		family := strings.TrimSuffix(id, "e") // both comparisons of a reading have one peak
		if _, ok := peaks[family]; !ok {
			peaks[family] = peak(r, terms, j.Limit, instants)
		}
		j.Peak = peaks[family]
		if j.Peak > 0 {
			v, i := firstViolation(r.Filled(terms, j.Peak), instants)
			j.Fullest = within(instants[:i+1], v.Since, v.At)
		}
		all = append(all, j)
	}
	return all
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
