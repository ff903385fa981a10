package quota

import (
	"fmt"
	"time"
)

// A Limit is a number of hits that windows may hold.
type Limit struct {
	Hits   int           `json:"hits"`
	Window time.Duration `json:"window"`
	Kind   WindowKind    `json:"kind"`
}

// String is the limit as users type it: 5/1m0s, and the kind of its windows unless that is fixed.
func (l Limit) String() string {
	text := fmt.Sprintf("%d/%v", l.Hits, l.Window)
	if l.Kind != Fixed {
		text += " " + l.Kind.String()
	}
	return text
}

// MostLimited is the largest number that a limit may have, and LongestWindow its longest window.
// Assumed: no carrier has more.
const (
	MostLimited   = 1_000_000_000
	LongestWindow = 10 * 365 * 24 * time.Hour
)

// Check reports what no limit can be.
func (l Limit) Check() error {
	switch {
	case l.Hits < 1 || l.Window <= 0:
		return fmt.Errorf("a limit needs a number and a window above zero, not %d in %v",
			l.Hits, l.Window)
	case l.Hits > MostLimited || l.Window > LongestWindow:
		return fmt.Errorf("a limit is of at most %d hits and %v, not of %d in %v",
			MostLimited, LongestWindow, l.Hits, l.Window)
	}
	if check := l.Kind.lookup().check; check != nil {
		return check(l)
	}
	return nil
}

// Rule returns a fresh Rule that the hits beyond the limit violate. What such a hit does to the
// window is the kind's affair.
func (l Limit) Rule() Rule { return l.Kind.lookup().open(l) }
