package review

import (
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// with is the scenario with the field at a value.
func (n *capacityNeed) with(start *scenarios.Scenario, value int) (*scenarios.Scenario, error) {
	return start.With(scenarios.Setting{Path: n.field, Value: strconv.Itoa(value)})
}

// A search is for the frontiers that a capacityNeed asks for.
type search struct {
	capacityNeed
	start *scenarios.Scenario
	edges []*found // by strategy, then reading; nil: not searched
}

// A found is the frontier of one strategy under one reading.
type found struct {
	study.Frontier
	err error
}

// search prepares the search, unless another question asked for the same.
func (p *Plan) search(n capacityNeed) error {
	same := func(s *search) bool { return s.title == n.title }
	if slices.ContainsFunc(p.searches, same) {
		return nil
	}
	start, err := n.scene.scenario()
	if err != nil {
		return fmt.Errorf("review: %w", err)
	}
	s := &search{capacityNeed: n, start: start}
	for _, value := range []int{n.values[0], n.values[len(n.values)-1]} {
		if _, err := n.with(start, value); err != nil {
			return fmt.Errorf("review: %w", err)
		}
	}
	s.edges = make([]*found, len(n.strategies)*len(n.readings))
	p.searches = append(p.searches, s)
	return nil
}

// bisect searches for every frontier. What is found after parallel has returned is dropped.
func (p *Plan) bisect(parallel func(what string, n int, do func(i int))) {
	type place struct {
		search *search
		edge   int
	}
	var places []place
	for _, s := range slices.SortedStableFunc(slices.Values(p.searches), longest) {
		for i := range s.edges {
			places = append(places, place{s, i})
		}
	}
	if len(places) == 0 {
		return
	}
	var mu sync.Mutex
	over := false
	parallel("frontiers", len(places), func(i int) {
		at := places[i]
		f := at.search.find(at.edge, p.first, p.seeds)
		mu.Lock()
		defer mu.Unlock()
		if !over {
			at.search.edges[at.edge] = f
		}
	})
	mu.Lock()
	defer mu.Unlock()
	over = true
}

// find bisects for one strategy under one reading.
func (s *search) find(i int, first uint64, seeds int) *found {
	strategy, err := spec.Lookup(s.strategies[i/len(s.readings)])
	if err != nil {
		return &found{err: err}
	}
	var varied *scenarios.Scenario // at the value that is being probed
	met := func(value, seed int) (bool, error) {
		if seed == 0 {
			var err error
			if varied, err = s.with(s.start, s.values[value]); err != nil {
				return false, err
			}
		}
		tally, err := world.Run{
			Scenario: varied, Strategy: strategy, Reading: s.readings[i%len(s.readings)],
			Seed: first + uint64(seed),
		}.Do()
		return err == nil && tally.Bans.Count > 0, err
	}
	b := study.Bisection{Values: len(s.values), Seeds: seeds, Met: met}
	f, err := b.Frontier()
	if err == nil && f.Side != study.All {
		err = beyond(&f, seeds, met)
	}
	return &found{f, err}
}

// beyond runs all seeds at the value next to the edge, where the bisection ended with the first
// ban: its figure is then the one that the command of the capacity prints.
func beyond(f *study.Frontier, seeds int, met func(value, seed int) (bool, error)) error {
	f.Runs += seeds
	f.Beyond = study.Proportion{}
	for ; f.Beyond.N < seeds; f.Beyond.N++ {
		hit, err := met(f.Next, f.Beyond.N)
		if err != nil {
			return err
		}
		if hit {
			f.Beyond.Hits++
		}
	}
	return nil
}

// of is the frontier of a strategy under a reading; nil where there is none.
func (s *search) of(strategy, reading string) *found {
	i := slices.Index(s.strategies, strategy)*len(s.readings) + slices.Index(s.readings, reading)
	if f := s.edges[i]; f != nil && f.err == nil {
		return f
	}
	return nil
}

// finished reports whether every frontier was found.
func (s *search) finished() bool {
	return !slices.ContainsFunc(s.edges, func(f *found) bool { return f == nil || f.err != nil })
}

// capacity is the search as a review keeps it.
func (s *search) capacity(first uint64, seeds int, line func(...string) string) Capacity {
	c := Capacity{
		Scenario: s.scene.base, Title: s.title, Varied: s.scene.settings, Field: s.field,
		From: float64(s.values[0]), To: float64(s.values[len(s.values)-1]),
		Until: "bans.count > 0", Seeds: seeds, Command: s.command(first, seeds, line),
	}
	for _, strategy := range s.strategies {
		for _, reading := range s.readings {
			f := s.of(strategy, reading)
			if f == nil {
				continue
			}
			e := Edge{
				Strategy: strategy, Reading: reading, Side: f.Side.String(),
				There: chanceOf(f.There), Beyond: chanceOf(f.Beyond), Runs: f.Runs,
			}
			if f.Side != study.None {
				e.Value = number(float64(s.values[f.At]))
			}
			if f.Side != study.All {
				e.Next = number(float64(s.values[f.Next]))
			}
			c.Edges = append(c.Edges, e)
		}
	}
	return c
}

// command repeats the runs on both sides of the edges, as a sweep.
func (s *search) command(first uint64, seeds int, line func(...string) string) string {
	var at []int
	for _, f := range s.edges {
		if f == nil || f.err != nil {
			continue
		}
		if f.Side != study.None {
			at = append(at, s.values[f.At])
		}
		if f.Side != study.All {
			at = append(at, s.values[f.Next])
		}
	}
	slices.Sort(at)
	values := ""
	for _, value := range slices.Compact(at) {
		if values != "" {
			values += ","
		}
		values += strconv.Itoa(value)
	}
	return line(words(s.scene.with(s.field, values), s.strategies, s.readings, first, seeds)...)
}
