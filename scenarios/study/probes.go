package study

import (
	"errors"
	"iter"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A probe asks for one run at a value. Both count from 0.
type probe struct{ value, seed int }

// A bisection is the search of one reading, which waits for what its probe comes to.
type bisection struct {
	reading string
	next    func() (probe, bool)
	stop    func()

	asks   probe
	active bool
	begun  int // probes of a value
	runs   map[probe]bool

	met bool // what the probe came to
	err error

	found  Frontier
	failed error
}

// Frontiers searches for the frontiers of one strategy under several readings. Those that ask for
// the same run share it, where one run answers several readings; whoever is ahead waits for the
// others, so that more do. The errors are those of the readings.
func (s *Search) Frontiers(strategy spec.Strategy, readings []string) ([]Frontier, []error) {
	all := make([]*bisection, len(readings))
	for i, reading := range readings {
		all[i] = s.begin(reading)
	}
	defer func() {
		for _, b := range all {
			b.stop()
		}
	}()
	for {
		var last *bisection
		for _, b := range all {
			if b.active && (last == nil || b.behind(last)) {
				last = b
			}
		}
		if last == nil {
			break
		}
		var together []*bisection
		for _, b := range all {
			if b.active && b.asks == last.asks {
				together = append(together, b)
			}
		}
		s.answer(strategy, last.asks, together)
	}
	found, failed := make([]Frontier, len(all)), make([]error, len(all))
	for i, b := range all {
		found[i], failed[i] = b.found, b.failed
	}
	return found, failed
}

// begin is a bisection at its first probe.
func (s *Search) begin(reading string) *bisection {
	b := &bisection{reading: reading, runs: map[probe]bool{}}
	b.next, b.stop = iter.Pull(func(yield func(probe) bool) {
		b.found, b.failed = s.bisect(func(value, seed int) (bool, error) {
			at := probe{value, seed}
			if seed == 0 {
				b.begun++
			}
			if met, known := b.runs[at]; known { // all runs are wanted of a value that was probed
				return met, nil
			}
			if !yield(at) {
				return false, errors.New("the search was left")
			}
			b.runs[at] = b.met
			return b.met, b.err
		})
	})
	b.step()
	return b
}

// step goes on to the next probe.
func (b *bisection) step() { b.asks, b.active = b.next() }

// behind reports whether a bisection has come less far than another.
func (b *bisection) behind(of *bisection) bool {
	return b.begun < of.begun || b.begun == of.begun && b.asks.seed < of.asks.seed
}

// answer carries a probe out for those that ask for it.
func (s *Search) answer(strategy spec.Strategy, at probe, together []*bisection) {
	cells := make([]Cell, len(together))
	with, err := s.at(at.value, strategy)
	for i, b := range together {
		cells[i] = Cell{s.First + uint64(at.seed), Contestant{Reading: b.reading,
			Strategy: strategy.Name}}
		if err == nil {
			cells[i].Scenario = with.scenario.Name
		}
	}
	ask := s.Ask()
	var results []Result
	if err == nil {
		results, err = Fetch(cells, func(cells []Cell) ([]*measure.Outcome, error) {
			return Run(cells, with.scenario, with.strategy, ask)
		}, s.Store)
	}
	for i, b := range together {
		b.met, b.err = false, nil
		if len(results) == 0 || results[i].Outcome == nil {
			b.err = err
		}
		if b.err == nil && ask == measure.BansAlone {
			b.met = results[i].Outcome.Bans.Count > 0
		} else if b.err == nil {
			b.met = s.Until.Holds(results[i].Outcome)
		}
		b.step()
	}
}

// Ask is what is asked of the runs.
func (s *Search) Ask() measure.Asked {
	if s.Until.Banned() {
		return measure.BansAlone
	}
	return measure.Everything
}

// A contestant is what a Contestant names.
type contestant struct {
	scenario *scenarios.Scenario
	strategy spec.Strategy
}

// A valued is a strategy at a value.
type valued struct {
	value    int
	strategy string
}

// at is a strategy at a value.
func (s *Search) at(value int, strategy spec.Strategy) (c contestant, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := valued{value, strategy.Name}
	if c, known := s.probed[key]; known {
		return c, nil
	}
	at, err := s.Trial(value)
	if err != nil {
		return c, err
	}
	c.scenario = at.Scenario
	if c.strategy, err = at.Strategy(strategy); err != nil {
		return c, err
	}
	if s.known == nil {
		s.known, s.probed = map[Contestant]contestant{}, map[valued]contestant{}
	}
	s.known[Contestant{Scenario: at.Name, Strategy: strategy.Name}], s.probed[key] = c, c
	return c, nil
}

// Contestants tells what a Contestant of the search names.
func (s *Search) Contestants(c Contestant) (*scenarios.Scenario, spec.Strategy, error) {
	c.Reading = ""
	s.mu.Lock()
	defer s.mu.Unlock()
	of, known := s.known[c]
	if !known {
		return nil, of.strategy, errors.New("nobody of this search")
	}
	return of.scenario, of.strategy, nil
}
