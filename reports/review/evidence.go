package review

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// evidence is what the finished studies hold.
type evidence struct {
	plan *Plan
	line func(words ...string) string
}

// A view is the finished study of one scene.
type view struct {
	*stage
}

func (e *evidence) at(s scene) view {
	i := slices.IndexFunc(e.plan.stages, func(t *stage) bool { return t.scene.name() == s.name() })
	if i < 0 {
		panic("review: no question asked for " + s.name())
	}
	return view{e.plan.stages[i]}
}

// frontier is the search of that title.
func (e *evidence) frontier(title string) *search {
	i := slices.IndexFunc(e.plan.searches, func(s *search) bool { return s.title == title })
	if i < 0 {
		panic("review: no question asked for the frontier " + title)
	}
	return e.plan.searches[i]
}

// has reports whether all that a question needs was carried out.
func (e *evidence) has(q *question) bool {
	for _, n := range q.needs {
		s := e.at(n.scene).study
		if len(s.Results) == 0 || s.Missing() > 0 {
			return false
		}
	}
	for _, n := range q.capacity {
		if !e.frontier(n.title).finished() {
			return false
		}
	}
	return true
}

func (v view) contestant(strategy, reading string) study.Contestant {
	return study.Contestant{Scenario: v.scenario.Name, Reading: reading, Strategy: strategy}
}

// measure is an empty measure of a figure.
func (v view) measure(f measure.Figure, strategy, reading string) Measure {
	return Measure{
		Name: f.Name, Unit: f.Unit, Scenario: v.scenario.Name, Strategy: strategy, Reading: reading,
	}
}

// verdict judges whether the strategy is never banned.
func (v view) verdict(strategy, reading string) study.Verdict {
	return v.study.Rule(v.contestant(strategy, reading), study.NoBan, study.Required).Verdict
}

// bans is how many runs had a ban.
func (v view) bans(strategy, reading string) study.Proportion {
	p := v.study.Proportion(v.contestant(strategy, reading), study.NoBan)
	p.Hits = p.N - p.Hits
	return p
}

// banned is how many runs had a ban, as a claim.
func (v view) banned(strategy, reading string) claim {
	return runsOf(v.bans(strategy, reading), v.measure(figure("banned"), strategy, reading))
}

// recovers is how many of the runs whose trouble was over got well again.
func (v view) recovers(strategy, reading string) claim {
	p := v.study.Proportion(v.contestant(strategy, reading), study.Recovers)
	return runsOf(p, v.measure(measure.Figure{Name: "recovers"}, strategy, reading))
}

// mean is the mean of a figure over the runs.
func (v view) mean(strategy, reading string, f measure.Figure) claim {
	m := v.study.Mean(v.contestant(strategy, reading), f)
	return spread(f, m.Mean, m.Within(&f), m.N, v.runs(), v.measure(f, strategy, reading))
}

// middle is the median of a figure over the runs that have one.
func (v view) middle(strategy, reading string, f measure.Figure) claim {
	q := v.study.Quantile(v.contestant(strategy, reading), f, .5)
	m := v.measure(f, strategy, reading)
	m.Name += "_median"
	return spread(f, q.Value, q.Interval, q.N, v.runs(), m)
}

// against is how much a figure differs from another strategy's, seed by seed.
func (v view) against(baseline, strategy, reading string, f measure.Figure) claim {
	d := v.study.Against(baseline, v.contestant(strategy, reading), f)
	m := v.measure(f, strategy, reading)
	m.Against = baseline
	c := spread(f, d.Mean.Mean, d.Within(&f), d.N, v.runs(), m)
	if d.Mean.Mean > 0 {
		c.value = "+" + c.value
	}
	return c
}

// runs is how many runs each contestant has.
func (v view) runs() int { return v.study.Plan.Seeds }

// shown is from which probability on a difference counts: a review looks at some dozens of them
// (assumed).
const shown = 0.01

// direction is 1 where the figure is shown to be larger than the baseline's, -1 where it is shown
// to be smaller, and 0 where the seeds do not show which.
func (v view) direction(baseline, strategy, reading string, f measure.Figure) int {
	d := v.study.Against(baseline, v.contestant(strategy, reading), f)
	if d.P >= shown {
		return 0
	}
	return cmp.Compare(d.Mean.Mean, 0)
}

// edge is the frontier of a strategy.
func (s *search) edge(strategy, reading string) claim {
	f := s.of(strategy, reading)
	m := Measure{
		Name: "survives_" + s.field, Scenario: s.scene.name(), Strategy: strategy,
		Reading: reading, Estimate: Estimate{N: f.There.N},
	}
	var text string
	switch f.Side {
	case study.None:
		m.N = f.Beyond.N
		text = fmt.Sprintf("not even %s (%d of %d runs banned)", s.counted(f.Next),
			f.Beyond.Hits, f.Beyond.N)
	case study.All:
		text = fmt.Sprintf("all of %d to %s (%s)", s.values[0], s.counted(f.At),
			bannedThere(f.There))
	case study.Largest, study.Least:
		side := map[study.Side]string{study.Largest: "up to", study.Least: "from"}[f.Side]
		text = fmt.Sprintf("%s %s (%s; of %d, %d of %d)", side, s.counted(f.At),
			bannedThere(f.There), s.values[f.Next], f.Beyond.Hits, f.Beyond.N)
	}
	if f.Side != study.None {
		m.Value = number(float64(s.values[f.At]))
	}
	return claim{value: text, measures: []Measure{m}}
}

// counted is value i with what it counts.
func (s *search) counted(i int) string {
	if s.values[i] == 1 {
		return "1 " + strings.TrimSuffix(s.unit, "s")
	}
	return fmt.Sprintf("%d %s", s.values[i], s.unit)
}

func bannedThere(p study.Proportion) string {
	return fmt.Sprintf("%d of %d runs banned: %s", p.Hits, p.N, p)
}

// cell is a proportion in a table.
func cell(p study.Proportion) string {
	return strconv.Itoa(p.Hits) + " of " + strconv.Itoa(p.N) + ": " + p.String()
}

// quantityCell is a mean with its interval in a table whose caption has the n.
func (v view) quantityCell(strategy, reading string, f measure.Figure) string {
	m := v.study.Mean(v.contestant(strategy, reading), f)
	switch {
	case m.N == 0:
		return "–"
	case m.SD == 0 || m.N == 1:
		return reports.Quantity(f, m.Mean)
	}
	low, high := reports.Bounds(f, m.Mean, m.Within(&f))
	if low == high {
		return reports.Quantity(f, m.Mean)
	}
	return fmt.Sprintf("%s (%s to %s)", reports.Quantity(f, m.Mean), low, high)
}
