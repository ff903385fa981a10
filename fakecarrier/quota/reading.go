package quota

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Terms are the choices that one reading leaves open.
type Terms struct {
	Threshold Threshold
	Start     WindowStart
	End       WindowEnd
}

// A Reading is one way to understand the sentence that defines a Threshold.
type Reading struct {
	ID        string // as the user types it
	About     string // one line
	Average   bool   // reads the average threshold; the burst threshold if false
	Inclusive bool   // reaching the limit violates already; exceeding it if false

	limit  func(Threshold) int              // the number in the sentence
	rule   func(terms Terms, full int) Rule // a rule that full hits violate
	bounds func(Terms, []int) bounds        // those of readings that so many hits violate
}

// Of is the threshold that the reading reads; not ok where it is not among them.
func (r Reading) Of(thresholds []Threshold) (t Threshold, ok bool) {
	i := slices.IndexFunc(thresholds, func(t Threshold) bool { return t.Average == r.Average })
	if i < 0 {
		return Threshold{}, false
	}
	return thresholds[i], true
}

// Unenforced reports whether the reading is that the threshold is not enforced: A4.
func (r Reading) Unenforced() bool { return r.limit(Threshold{Rate: 1, Span: time.Second}) == 0 }

// Limit is the number in the sentence: most hits per window, or the depth of the bucket.
func (r Reading) Limit(t Threshold) int { return r.limit(t) }

// Rule returns a fresh Rule of this reading, for one meter.
func (r Reading) Rule(t Terms) Rule {
	return r.Filled(t, r.full(t.Threshold))
}

// full is how many hits violate the reading.
func (r Reading) full(t Threshold) int {
	if r.Inclusive {
		return r.limit(t)
	}
	return r.limit(t) + 1
}

// Filled returns a fresh Rule that so many hits violate, at least one, whatever the threshold's own
// number is.
func (r Reading) Filled(t Terms, full int) Rule { return r.rule(t, max(full, 1)) }

var readings = map[string]Reading{}

// register makes a reading known. Each family calls it from its own file.
func register(r Reading) {
	if _, ok := readings[r.ID]; ok {
		panic("quota: reading " + r.ID + " is registered twice")
	}
	if r.rule == nil || r.bounds == nil && !r.Unenforced() {
		panic("quota: reading " + r.ID + " lacks its rule, or the bounds for hits in intervals")
	}
	readings[r.ID] = r
}

// Readings lists all readings, those of the burst threshold first.
func Readings() []Reading { return slices.Clone(inOrder()) }

// inOrder sorts them once: all are registered before the program begins.
var inOrder = sync.OnceValue(func() []Reading {
	return slices.SortedFunc(maps.Values(readings), compareReadings)
})

// ReadingIDs lists the IDs of all readings, in the order of Readings.
func ReadingIDs() (ids []string) {
	for _, r := range inOrder() {
		ids = append(ids, r.ID)
	}
	return ids
}

func compareReadings(a, b Reading) int {
	if a.Average != b.Average {
		if b.Average {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.ID, b.ID)
}

// LookupReading returns the reading of that ID. The error names the nearest one.
func LookupReading(id string) (Reading, error) {
	r, ok := readings[id]
	if !ok {
		known := slices.Sorted(maps.Keys(readings))
		return Reading{}, fmt.Errorf("unknown reading %q; %s", id, unit.Suggestion(id, known))
	}
	return r, nil
}
