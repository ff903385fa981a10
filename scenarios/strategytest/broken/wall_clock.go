package broken

import (
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A wallClock measures lengths of time by the time of day, which somebody may set.
type wallClock struct{ strategies.Clock }

// Steady is not steady.
func (c wallClock) Steady() time.Time { return c.Now() }
