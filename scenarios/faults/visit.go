package faults

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Visit is a token request of a stranger's, which the carrier meters.
type Visit struct {
	At time.Duration
	Stranger
}

// A Visitor is a Kind by which strangers send such requests.
type Visitor interface {
	// Visits returns all that come within a run of this size, in order of time.
	Visits(s measure.Sizes) iter.Seq[Visit]
}

// Visits returns the first visits of all faults, in order of time, at most so many.
func Visits(all []Fault, s measure.Sizes, most int) (visits []Visit) {
	for _, f := range all {
		visitor, ok := f.Kind.(Visitor)
		if !ok {
			continue
		}
		n := 0
		for v := range visitor.Visits(s) {
			if n++; n > most {
				break
			}
			visits = append(visits, v)
		}
	}
	slices.SortStableFunc(visits, func(a, b Visit) int { return cmp.Compare(a.At, b.At) })
	return visits[:min(len(visits), most)]
}
