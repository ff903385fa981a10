package quota

import (
	"fmt"
	"math"
)

// Refilling is a token bucket as deep as the limit, full at the start, which refills continuously.
// A refused hit takes nothing.
var Refilling = registerWindow(windowKind{
	name:  "bucket",
	about: "a bucket as deep as the limit refills continuously; refused hits take nothing",
	open:  func(l Limit) Rule { return newRefilling(l) },
	check: func(l Limit) error {
		if _, window := reduced(l); int64(l.Hits) > math.MaxInt64/2/window {
			return fmt.Errorf("a bucket of %d in %v, which is too fine to be exact", l.Hits, l.Window)
		}
		return nil
	},
})

// newRefilling is a bucket into which Hits permits flow in each Window. Levels are such parts of a
// permit that each nanosecond brings a whole number of them.
func newRefilling(l Limit) *bucket {
	permits, window := reduced(l)
	depth := int64(l.Hits) * window
	return &bucket{rate: permits, permit: window, depth: depth, level: depth}
}

// reduced is the limit as a fraction in lowest terms: permits in so many nanoseconds.
func reduced(l Limit) (permits, window int64) {
	a, b := int64(l.Hits), int64(l.Window)
	for b != 0 {
		a, b = b, a%b
	}
	return int64(l.Hits) / a, int64(l.Window) / a
}
