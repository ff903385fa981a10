package fakecarrier

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// A Threshold is a rate that must not be exceeded "continuously, during" a span.
type Threshold struct {
	Rate int           // hits per second
	Span time.Duration // whole seconds
}

// total is the number of hits that the rate allows in the whole span.
func total(t Threshold) int { return t.Rate * t.seconds() }

// each is the number of hits that the rate allows in one second.
func each(t Threshold) int { return t.Rate }

func (t Threshold) seconds() int { return int(t.Span / time.Second) }

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

	limit func(Threshold) int              // the number in the sentence
	rule  func(terms Terms, full int) Rule // a rule that full hits violate
}

// Limit is the number in the sentence: most hits per window, or the depth of the bucket.
func (r Reading) Limit(t Threshold) int { return r.limit(t) }

// Rule returns a fresh Rule of this reading, for one meter.
func (r Reading) Rule(t Terms) Rule {
	full := r.limit(t.Threshold)
	if !r.Inclusive {
		full++
	}
	return r.rule(t, max(full, 1))
}

// FullAt returns a fresh Rule that so many hits violate, whatever the threshold says.
func (r Reading) FullAt(t Terms, full int) Rule { return r.rule(t, full) }

var readings = map[string]Reading{}

// register makes a reading known. Each family calls it from its own file.
func register(r Reading) {
	if _, ok := readings[r.ID]; ok {
		panic("fakecarrier: reading " + r.ID + " is registered twice")
	}
	readings[r.ID] = r
}

// Readings lists all readings, those of the burst threshold first.
func Readings() []Reading {
	return slices.SortedFunc(maps.Values(readings), compareReadings)
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
		return Reading{}, fmt.Errorf("unknown reading %q%s", id, meant(id, ids()))
	}
	return r, nil
}

func ids() []string { return slices.Sorted(maps.Keys(readings)) }
