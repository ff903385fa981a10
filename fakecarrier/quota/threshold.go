package quota

import (
	"fmt"
	"time"
)

// A Threshold is a rate that must not be exceeded "continuously, during" a span. A carrier has at
// most two: of bursts, and of the average.
type Threshold struct {
	Average bool          `json:"average"`
	Rate    int           `json:"rate"` // hits per second
	Span    time.Duration `json:"span"` // whole seconds
}

// String is the threshold as figures name it: burst or average.
func (t Threshold) String() string {
	if t.Average {
		return "average"
	}
	return "burst"
}

// Total is the number of hits that the rate allows in the whole span.
func (t Threshold) Total() int { return t.Rate * t.seconds() }

func (t Threshold) seconds() int { return int(t.Span / time.Second) }

// Check reports what no threshold can be.
func (t Threshold) Check() error {
	if t.Rate < 1 || t.Span < time.Second || t.Span%time.Second != 0 {
		return fmt.Errorf("the %v threshold needs a rate above zero and a span of whole seconds, "+
			"not %d/s during %v", t, t.Rate, t.Span)
	}
	return nil
}

func total(t Threshold) int { return t.Total() }

// each is the number of hits that the rate allows in one second.
func each(t Threshold) int { return t.Rate }

const aSecond = int64(time.Second)
