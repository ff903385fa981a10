package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A search is for the frontiers that a capacityNeed asks for.
type search struct {
	capacityNeed
	study.Search
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
	s := &search{capacityNeed: n, edges: make([]*found, len(n.strategies)*len(n.readings))}
	s.Values, s.First, s.Seeds, s.Whole = len(n.values), p.first, p.seeds, true
	s.Trial = func(i int) (study.Trial, error) {
		return study.Trial{Scenario: start}.With(
			scenarios.Setting{Path: n.field, Value: strconv.Itoa(n.values[i])})
	}
	if s.Until, err = scenarios.ParseCondition(until); err != nil {
		panic(err) // it is ours
	}
	for _, end := range []int{0, len(n.values) - 1} {
		if _, err := s.Trial(end); err != nil {
			return fmt.Errorf("review: %w", err)
		}
	}
	p.searches = append(p.searches, s)
	return nil
}

// until is what surviving is not.
const until = "bans.count > 0"

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
		f := at.search.find(at.edge)
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
func (s *search) find(i int) *found {
	strategy, err := spec.Lookup(s.strategies[i/len(s.readings)])
	if err != nil {
		return &found{err: err}
	}
	f, err := s.Frontier(strategy, s.readings[i%len(s.readings)])
	return &found{f, err}
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
func (s *search) capacity(line func(...string) string) Capacity {
	c := Capacity{
		Scenario: s.scene.base, Title: s.title, Varied: s.scene.settings, Field: s.field,
		From: float64(s.values[0]), To: float64(s.values[len(s.values)-1]),
		Until: until, Seeds: s.Seeds, Command: s.command(line),
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
func (s *search) command(line func(...string) string) string {
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
	var values []string
	for _, value := range slices.Compact(at) {
		values = append(values, strconv.Itoa(value))
	}
	return line(words(s.scene.with(s.field, strings.Join(values, ",")), s.strategies, s.readings,
		s.First, s.Seeds)...)
}
