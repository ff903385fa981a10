package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A search is for how many of something strategies survive in a scene: the frontiers that a
// question rests on. The title of its scene is its name.
type search struct {
	need
	field, unit string // unit is what the field counts, one of it
	values      []int  // growing
	study.Search
	edges []*found // by strategy, then reading; nil: not searched
}

// A found is an Edge, or why there is none.
type found struct {
	Edge
	err error
}

// until is what surviving is not.
const until = "bans.count > 0"

// search is the search of that title.
func (p *Plan) search(title string) *search {
	i := slices.IndexFunc(p.searches, func(s *search) bool { return s.title == title })
	if i < 0 {
		panic("review: no question asked for the frontier " + title)
	}
	return p.searches[i]
}

// addSearch prepares a search.
func (p *Plan) addSearch(s *search) error {
	start, err := s.scenario()
	if err != nil {
		return err
	}
	s.edges = make([]*found, len(s.strategies)*len(s.readings))
	s.Values, s.First, s.Seeds, s.Whole = len(s.values), p.First, p.Seeds, true
	s.Trial = func(i int) (study.Trial, error) {
		return study.Trial{Scenario: start}.With(
			scenarios.Setting{Path: s.field, Value: strconv.Itoa(s.values[i])})
	}
	if s.Until, err = scenarios.ParseCondition(until); err != nil {
		panic(err) // it is ours
	}
	for _, end := range []int{0, len(s.values) - 1} {
		if _, err := s.Trial(end); err != nil {
			return err
		}
	}
	p.searches = append(p.searches, s)
	return nil
}

// bisect searches for every frontier, first for those that take longest. What is found after
// parallel has returned is dropped.
func (p *Plan) bisect(parallel func(n int, do func(i int))) {
	type place struct {
		*search
		strategy int
	}
	var places []place
	for _, s := range slices.SortedStableFunc(slices.Values(p.searches), func(a, b *search) int {
		return -cmp.Compare(slices.Max(a.values), slices.Max(b.values))
	}) {
		if p.KeepSearch != nil {
			s.Store = p.KeepSearch(s.Contestants, s.Ask())
		}
		for i := range s.strategies {
			places = append(places, place{s, i})
		}
	}
	if len(places) == 0 {
		return
	}
	results := make([]atomic.Pointer[[]*found], len(places))
	parallel(len(places), func(i int) {
		all := places[i].find(places[i].strategy)
		results[i].Store(&all)
	})
	for i, at := range places {
		if all := results[i].Load(); all != nil {
			copy(at.edges[at.strategy*len(at.readings):], *all)
		}
	}
}

// find bisects for one strategy under all readings.
func (s *search) find(i int) []*found {
	all := make([]*found, len(s.readings))
	strategy, err := spec.Lookup(s.strategies[i])
	if err != nil {
		for k := range all {
			all[k] = &found{err: err}
		}
		return all
	}
	frontiers, errs := s.Frontiers(strategy, s.readings)
	for k := range all {
		all[k] = &found{s.edgeOf(i*len(s.readings)+k, frontiers[k]), errs[k]}
	}
	return all
}

// edgeOf is a frontier as a review keeps it.
func (s *search) edgeOf(i int, f study.Frontier) Edge {
	e := Edge{
		Strategy: s.strategies[i/len(s.readings)], Reading: s.readings[i%len(s.readings)],
		Side: f.Side.String(), There: chanceOf(f.There), Beyond: chanceOf(f.Beyond), Runs: f.Runs,
	}
	if f.Side != study.None {
		e.Value = number(float64(s.values[f.At]))
	}
	if f.Side != study.All {
		e.Next = number(float64(s.values[f.Next]))
	}
	return e
}

// finished reports whether every frontier was found.
func (s *search) finished() bool {
	return !slices.ContainsFunc(s.edges, func(f *found) bool { return f == nil || f.err != nil })
}

// capacity is the search, which is finished, as a review keeps it.
func (s *search) capacity(line func(...string) string) Capacity {
	c := Capacity{
		Scenario: s.base, Title: s.title, Varied: s.settings, Field: s.field,
		From: float64(s.values[0]), To: float64(s.values[len(s.values)-1]),
		Until: until, Seeds: s.Seeds, Command: s.command(line),
	}
	for _, f := range s.edges {
		c.Edges = append(c.Edges, f.Edge)
	}
	return c
}

// command repeats the runs on both sides of the edges, as a sweep.
func (s *search) command(line func(...string) string) string {
	sides := map[int]string{}
	for _, f := range s.edges {
		for _, value := range []*float64{f.Value, f.Next} {
			if value != nil {
				sides[int(*value)] = strconv.Itoa(int(*value))
			}
		}
	}
	var values []string
	for _, n := range slices.Sorted(maps.Keys(sides)) {
		values = append(values, sides[n])
	}
	both := need{s.with(s.field + "=" + strings.Join(values, ",")), s.strategies, s.readings}
	return line(both.words(s.First, s.Seeds)...)
}

// of is the edge of a strategy under akamai, the first reading of every search.
func (s *search) of(strategy string) *Edge {
	return &s.edges[slices.Index(s.strategies, strategy)*len(s.readings)].Edge
}

// edge is that edge as a claim.
func (s *search) edge(strategy string) claim {
	e := s.of(strategy)
	m := Measure{
		Name: "survives_" + s.field, Scenario: s.name(), Strategy: strategy, Reading: e.Reading,
		Estimate: Estimate{Value: e.Value, N: e.There.N},
	}
	counted := func(value *float64) string {
		if *value == 1 {
			return "1 " + s.unit
		}
		return fmt.Sprintf("%g %ss", *value, s.unit)
	}
	there := fmt.Sprintf("%d of %d runs banned: %s", e.There.Hits, e.There.N, e.There.Text)
	var text string
	switch {
	case e.Value == nil:
		m.N = e.Beyond.N
		text = fmt.Sprintf("not even %s (%d of %d runs banned)", counted(e.Next), e.Beyond.Hits,
			e.Beyond.N)
	case e.Next == nil:
		text = fmt.Sprintf("all of %d to %s (%s)", s.values[0], counted(e.Value), there)
	default:
		side := map[string]string{"largest": "up to", "least": "from"}[e.Side]
		text = fmt.Sprintf("%s %s (%s; of %g, %d of %d)", side, counted(e.Value), there, *e.Next,
			e.Beyond.Hits, e.Beyond.N)
	}
	return claim{value: text, measures: []Measure{m}}
}
