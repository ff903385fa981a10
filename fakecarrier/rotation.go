package fakecarrier

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Rotation says at which of its uses a current refresh token is exchanged for a new one. The zero
// Rotation is at each.
type Rotation struct {
	kind    rotationKind
	after   time.Duration
	percent int
}

type rotationKind uint8

const (
	rotateEach rotationKind = iota
	rotateNever
	rotateAfter
	rotatePast
)

// RotateEach gives a new one at each use.
func RotateEach() Rotation { return Rotation{} }

// RotateNever answers each use with the token itself.
func RotateNever() Rotation { return Rotation{kind: rotateNever} }

// RotateAfter gives a new one at the first use of a token that is d old or older; d > 0.
func RotateAfter(d time.Duration) Rotation { return Rotation{kind: rotateAfter, after: d} }

// RotatePast gives a new one at the first use of a token that has lived so many percent of its
// life, or more; 1 to 100.
func RotatePast(percent int) Rotation { return Rotation{kind: rotatePast, percent: percent} }

// String is the rotation as a file writes it.
func (r Rotation) String() string {
	switch r.kind {
	case rotateNever:
		return "none"
	case rotateAfter:
		return fmt.Sprintf("{after: %s}", unit.FormatDuration(r.after))
	case rotatePast:
		return fmt.Sprintf("{past: %d%%}", r.percent)
	case rotateEach:
	}
	return "rotate"
}

// due reports whether the use of a token that was issued and ends then gives a new one.
func (r Rotation) due(at, issued, end int64) bool {
	switch r.kind {
	case rotateNever:
		return false
	case rotateAfter:
		return at-issued >= int64(r.after)
	case rotatePast:
		life, percent := end-issued, int64(r.percent)
		least := life/100*percent + unit.Ceil(life%100*percent, 100)/100 // life*percent may overflow
		return at-issued >= least
	case rotateEach:
	}
	return true
}
