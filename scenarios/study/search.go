package study

import (
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A Search is for the last of several trials, which differ by one field that grows, that strategies
// survive.
type Search struct {
	Trials  []Trial
	Until   scenarios.Condition // what a run must not come to
	First   uint64              // seed
	Seeds   int                 // of each probe
	Allowed int                 // runs of a probe that may come to it
}

// Frontier searches for the frontier of one strategy under one reading.
func (s *Search) Frontier(strategy spec.Strategy, reading string) (Frontier, error) {
	b := Bisection{
		Values: len(s.Trials), Seeds: s.Seeds, Allowed: s.Allowed,
		Met: func(value, seed int) (bool, error) {
			at := &s.Trials[value]
			set, err := at.Strategy(strategy)
			if err != nil {
				return false, err
			}
			tally, err := world.Run{
				Scenario: at.Scenario, Strategy: set, Reading: reading, Seed: s.First + uint64(seed),
			}.Do()
			return err == nil && s.Until.Holds(tally), err
		},
	}
	return b.Frontier()
}

// AllowedHits is how many of so many runs may come to something for it to be shown, by the upper
// end of the interval, to be less probable than the level. Where not even none may, needed is how
// many runs it takes; else it is 0.
func AllowedHits(runs int, level float64) (allowed, needed int) {
	bound := func(hits, n int) float64 {
		return Proportion{Hits: hits, N: n}.Interval(Confidence).High
	}
	if bound(0, runs) >= level {
		for needed = runs; bound(0, needed) >= level; needed++ {
		}
		return 0, needed
	}
	for allowed+1 < runs && bound(allowed+1, runs) < level {
		allowed++
	}
	return allowed, 0
}
