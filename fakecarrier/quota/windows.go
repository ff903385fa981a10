package quota

import "github.com/tokenstorm/tokenstorm/internal/unit"

// A WindowEnd says whether a hit as old as the window is long still counts.
type WindowEnd = unit.Enum[windowEndNames]

type windowEndNames struct{}

// Names are as the user types them.
func (windowEndNames) Names() []string { return []string{"half-open", "closed"} }

// The window of length w before t is (t-w, t] when half-open, [t-w, t] when closed; the second
// that begins at s is [s, s+1s) or [s, s+1s]. No source says which.
const (
	HalfOpen WindowEnd = iota
	Closed
)

// A WindowStart says where fixed windows begin. Not documented for any carrier.
type WindowStart = unit.Enum[windowStartNames]

type windowStartNames struct{}

// Names are as the user types them.
func (windowStartNames) Names() []string { return []string{"aligned", "first-hit"} }

// Fixed windows begin at multiples of their length, or at the first hit outside the last one.
const (
	Aligned WindowStart = iota
	FirstHit
)
