package quota

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Rule judges the hits of one meter. A hit is its instant: whose hits a meter counts is the
// meter's affair. Time never goes back.
type Rule interface {
	Judge(now time.Time) Verdict
}

// A Verdict is what a Rule says of a hit. The zero Verdict is innocence.
type Verdict struct {
	Violated bool
	At       time.Time // the moment of violation; before now for R5 only, which hits merely reveal
	Since    time.Time // the hits that filled the window are those from Since to At
}

// violated is the Verdict of a violation at the instant at, of a window filled since then.
func violated(at, since int64) Verdict {
	return Verdict{Violated: true, At: unit.Instant(at), Since: unit.Instant(since)}
}
