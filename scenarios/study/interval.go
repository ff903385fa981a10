package study

import (
	"encoding/json"
	"fmt"
	"math"
)

// Confidence is the share of cases in which an interval is to contain the truth.
const Confidence = 0.95

// An Interval contains a truth with some confidence. A bound that the data do not set is infinite;
// in JSON it is null.
type Interval struct{ Low, High float64 }

// unbounded is what nothing is known of.
var unbounded = Interval{math.Inf(-1), math.Inf(1)}

// bounded reports whether both bounds are set.
func (i Interval) bounded() bool { return !math.IsInf(i.Low, 0) && !math.IsInf(i.High, 0) }

// Contains reports whether x lies in the interval, bounds included.
func (i Interval) Contains(x float64) bool { return i.Low <= x && x <= i.High }

// HalfWidth is half the distance of the bounds.
func (i Interval) HalfWidth() float64 { return (i.High - i.Low) / 2 }

func (i Interval) String() string { return fmt.Sprintf("%.4g to %.4g", i.Low, i.High) }

// JSONShape is as what MarshalJSON writes.
func (i Interval) JSONShape() any { return [2]*float64{} }

// MarshalJSON writes [low, high].
func (i Interval) MarshalJSON() ([]byte, error) {
	var bounds [2]*float64
	for n, x := range []float64{i.Low, i.High} {
		if !math.IsInf(x, 0) && !math.IsNaN(x) {
			bounds[n] = &x
		}
	}
	return json.Marshal(bounds)
}
