package study

import (
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
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
}

// Frontier searches for the frontier of one strategy under one reading.
func (s *Search) Frontier(strategy spec.Strategy, reading string) (Frontier, error) {
	var run world.Run // at the value that is being probed
	met := func(value, seed int) (bool, error) {
		if seed == 0 {
			at, err := s.Trial(value)
			if err != nil {
				return false, err
			}
			set, err := at.Strategy(strategy)
			if err != nil {
				return false, err
			}
			run = world.Run{Scenario: at.Scenario, Strategy: set, Reading: reading}
		}
		run.Seed = s.First + uint64(seed)
		tally, err := run.Do()
		return err == nil && s.Until.Holds(tally), err
	}
	b := bisection{
		Values: s.Values, Seeds: s.Seeds, Allowed: s.Allowed, Whole: s.Whole, Met: met,
	}
	return b.frontier()
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
