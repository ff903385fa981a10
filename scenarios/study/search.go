package study

import (
	"sync"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A Search looks for the last of several trials, which differ by one field that grows, that
// strategies survive.
type Search struct {
	Values  int                        // how many trials there are
	Trial   func(i int) (Trial, error) // the i-th, from 0
	Until   scenarios.Condition        // what a run must not come to
	First   uint64                     // seed
	Seeds   int                        // runs of each probe
	Allowed int                        // runs of a probe that may come to it
	Whole   bool                       // next to the frontier all runs are carried out
	Store   Store                      // of Contestants; nil: nothing is kept

	mu     sync.Mutex
	known  map[Contestant]contestant // without their readings
	probed map[valued]contestant
}

// A Frontier is where survival ends.
type Frontier struct {
	Side   Side
	At     int        // the outermost value that is survived; of None, meaningless
	There  Proportion // runs that met the condition there
	Next   int        // the value next to it that is not survived; of All, meaningless
	Beyond Proportion // there; a probe ends once it cannot be survived
	Probes int
	Runs   int
}

// A Side says on which side of its value a frontier survives.
type Side uint8

// The sides.
const (
	None    Side = iota // no value
	All                 // every value
	Largest             // values up to the frontier's
	Least               // values from the frontier's on
)

func (s Side) String() string { return [...]string{"none", "all", "largest", "least"}[s] }

// bisect probes both ends first, then halfway between a value that is survived and one that is not.
// That supposes that whoever survives a value survives all on its side. met reports whether a run
// at a value comes to the condition; both count from 0.
func (s *Search) bisect(met func(value, seed int) (bool, error)) (f Frontier, err error) {
	survived := func(p Proportion) bool { return p.Hits <= s.Allowed }
	// A probe ends once it cannot be survived any more, unless all its runs are wanted.
	run := func(value int, whole bool) (p Proportion) {
		for err == nil && p.N < s.Seeds && (whole || survived(p)) {
			var hit bool
			if hit, err = met(value, p.N); hit {
				p.Hits++
			}
			p.N++
			f.Runs++
		}
		return p
	}
	probe := func(value int) Proportion {
		f.Probes++
		return run(value, false)
	}
	last := s.Values - 1
	low, high := probe(0), probe(last)
	switch {
	case survived(low) && survived(high):
		f.Side, f.At, f.There = All, last, high
		return f, err
	case survived(low):
		f.Side, f.At, f.There, f.Next, f.Beyond = Largest, 0, low, last, high
	case survived(high):
		f.Side, f.At, f.There, f.Next, f.Beyond = Least, last, high, 0, low
	default:
		f.Beyond = low
	}
	for err == nil && (f.At-f.Next > 1 || f.Next-f.At > 1) {
		middle := (f.At + f.Next) / 2
		if p := probe(middle); survived(p) {
			f.At, f.There = middle, p
		} else {
			f.Next, f.Beyond = middle, p
		}
	}
	if s.Whole {
		f.Beyond = run(f.Next, true)
	}
	return f, err
}

// Allow lets so many of a probe's runs come to the condition that it is still shown, by the upper
// end of the interval, to be less probable than the level. Where not even none may, needed is how
// many runs a probe must have; else it is 0.
func (s *Search) Allow(level float64) (needed int) {
	bound := func(hits, n int) float64 {
		return Proportion{Hits: hits, N: n}.Interval(Confidence).High
	}
	if bound(0, s.Seeds) >= level {
		for needed = s.Seeds; bound(0, needed) >= level; needed++ {
		}
		return needed
	}
	for s.Allowed = 0; s.Allowed+1 < s.Seeds && bound(s.Allowed+1, s.Seeds) < level; s.Allowed++ {
	}
	return 0
}
