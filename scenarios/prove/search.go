package prove

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/identity"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// A Search goes through all schedules of a scope, depth first: it carries a run out, chooses as the
// one before did up to the last choice that has another way, takes that, and from there on the
// first way everywhere.
type Search struct {
	Scope
	Work

	path  []fork                 // the choices of the run under way
	depth int                    // how many of them it has made
	known map[identity.Sum]Tally // what comes of a state, whichever way it was reached
	seen  world.Seen
	met   *Tally // what comes of the known state at which the run under way was ended
	all   *Tally // of all schedules, once the search is over

	crashed  func(node int, at time.Duration) // see world.Choices
	excepted func(fakecarrier.Endpoint, scenarios.Exception)
}

// A fork is a choice, with what has come of its ways so far.
type fork struct {
	State   identity.Sum
	Way     int   // taken by the run under way
	Weights []int // of the ways
	Below   Tally
	Seen    int    // of Search.seen, before it
	Expects *Tally // what came of the state before; nil: it is gone through for the first time
}

// Work is what a search did so far.
type Work struct {
	Runs    int // carried out, whole or up to a state that was known
	States  int // at which something was chosen
	Again   int // of them were met again
	Audited int // of those, gone through again; all came to the same
}

// oneIn is of how many states that are met again one is gone through again.
const oneIn = 1 / study.AuditedShare

// New returns a search that has not begun. The error says what of the scope cannot be searched.
func New(s Scope) (*Search, error) {
	return &Search{Scope: s, known: map[identity.Sum]Tally{}}, s.Check()
}

// Next carries one more run out. It reports whether that was the last; all is then the tally of all
// schedules. The error is that of the run, or that two states were taken for one.
func (g *Search) Next() (all Tally, over bool, err error) {
	if g.all != nil {
		return *g.all, true, nil
	}
	schedule, err := g.carryOut()
	if err != nil {
		return Tally{}, false, err
	}
	g.Runs++
	came := g.met
	if came == nil {
		whole := one(g.broken(&schedule))
		came = &whole
	}
	if all, over, err = g.back(*came); over {
		g.all = &all
	}
	return all, over, err
}

// carryOut carries the run out that path begins.
func (g *Search) carryOut(folds ...measure.Fold) (world.Schedule, error) {
	g.depth, g.met = 0, nil
	seen := &g.seen
	if seen.Rewind(); g.Unreduced {
		seen = nil
	}
	run := world.Run{Scenario: g.Scenario, Strategy: g.Strategy, Seed: g.Seed}
	return run.Chosen(world.Choices{
		Delays: g.Delays, Slow: g.Slow, Losses: g.Losses, Crashes: g.Crashes,
		EveryOrder: g.EveryOrder, Choose: g.choose, Seen: seen, Crashed: g.crashed,
		Excepted: g.excepted,
	}, g.Readings, folds...)
}

// choose is world.Choices' Choose.
func (g *Search) choose(weights []int, state func() identity.Sum) int {
	if g.depth++; g.depth <= len(g.path) {
		return g.path[g.depth-1].Way
	}
	if g.known == nil { // one schedule alone is carried out
		return 0
	}
	f := fork{Weights: weights, Seen: g.seen.Len()}
	g.States++
	if !g.Unreduced {
		f.State = state()
		if met, ok := g.known[f.State]; ok {
			g.Again++
			if f.State[0]%oneIn != 0 {
				g.met = &met
				return -1
			}
			f.Expects = &met
		}
	}
	g.path = append(g.path, f)
	return 0
}

// back adds what came of the run to its last choice, and goes back to the last one that has another
// way.
func (g *Search) back(came Tally) (all Tally, over bool, err error) {
	for len(g.path) > 0 {
		last := &g.path[len(g.path)-1]
		last.Below.add(&came, last.Weights[last.Way])
		if last.Way++; last.Way < len(last.Weights) {
			g.seen.Cut(last.Seen)
			return Tally{}, false, nil
		}
		came = last.Below
		if e := last.Expects; e != nil {
			if g.Audited++; !came.equal(e) {
				return Tally{}, false, fmt.Errorf("two states that were taken for one are not: "+
					"%v schedules below the first, %v below the second", e.All, came.All)
			}
		}
		if !g.Unreduced {
			g.known[last.State] = came
		}
		g.path = g.path[:len(g.path)-1]
	}
	return came, true, nil
}
