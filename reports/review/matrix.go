package review

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// matrix is how every strategy fared in a scenario, in this order.
func (t *stage) matrix(
	answer string, order study.Order, line func(...string) string,
) ScenarioStudy {
	of := &t.study.Plan
	all := need{t.scene, of.Strategies, of.Readings}
	s := ScenarioStudy{
		Answer: answer, Scenario: t.scene.base, Title: t.scene.title,
		About: strings.TrimSpace(t.scenario.About), Varied: t.scene.settings, Readings: of.Readings,
		Order: order.String(), Alike: []Fold{}, Pictures: []string{},
		Commands: []string{line(all.words(of.First, of.Seeds)...)},
	}
	if t.scene.own != nil {
		s.Scenario, s.Varied = t.scenario.Name, []scenarios.Setting{}
	}
	best := t.study.Ordered([]string{t.scenario.Name}, study.ByOutcome, t.criteria()...)
	names := t.study.Ordered([]string{t.scenario.Name}, order, t.criteria()...)
	for _, name := range names {
		row := Standing{
			Strategy: name, About: firstSentence(t.about(name)),
			Outcome: slices.Index(best, name) + 1, Given: slices.Index(of.Strategies, name) + 1,
		}
		for _, reading := range of.Readings {
			row.Cells = append(row.Cells, view{t, reading}.score(name))
		}
		s.Rows = append(s.Rows, row)
	}
	if h := t.judges(); len(h) == 1 {
		s.Decides = h[0].is
	}
	for _, group := range t.study.Alike([]string{t.scenario.Name}, names, t.criteria()...) {
		if len(group) > 1 {
			s.Alike = append(s.Alike, t.fold(group))
		}
	}
	return s
}

// fold is what is said of strategies that are alike.
func (t *stage) fold(group []string) Fold {
	f := Fold{Strategies: group, Text: fmt.Sprintf("%d strategies alike", len(group))}
	for _, reading := range t.study.Plan.Readings {
		v := view{t, reading}
		f.Verdicts = append(f.Verdicts, v.survival(group[0]).String())
		var words []string
		for _, h := range v.judges() {
			words = append(words, v.span(group, h))
		}
		f.Cells = append(f.Cells, strings.Join(words, ", "))
	}
	own := view{t, t.study.Plan.Readings[0]}
	var shares []float64
	for _, name := range group {
		shares = append(shares, own.share(name))
	}
	low, high := slices.Min(shares), slices.Max(shares)
	if f.Served = reports.Quantity(success, low); f.Served != reports.Quantity(success, high) {
		f.Served += " to " + reports.Quantity(success, high)
	}
	return f
}

// span is in how many runs a harm befell any of them: 75 of 75: > 95.2 %, or 72 to 75 of 75.
func (v view) span(group []string, h harm) string {
	low, high, runs := math.MaxInt, 0, 0
	for _, name := range group {
		p := v.misses(name, h.Criterion)
		low, high, runs = min(low, p.Hits), max(high, p.Hits), max(runs, p.N)
	}
	text := fmt.Sprintf("%d to %d of %d", low, high, runs)
	if low == high {
		text = cell(study.Proportion{Hits: low, N: runs})
	}
	if len(v.judges()) > 1 {
		return h.is + " " + text
	}
	return text
}

// score is one cell of the matrix.
func (v view) score(strategy string) Score {
	of := func(c claim) Estimate { return c.measures[0].Estimate }
	estimate := func(f measure.Figure) Estimate { return of(v.estimate(strategy, f)) }
	bans, _, _ := v.harms()
	s := Score{
		Reading: v.reading, Verdict: v.survival(strategy).String(),
		Banned:  chanceOf(v.misses(strategy, bans.Criterion)),
		Success: estimate(success), P50: estimate(median), P99: estimate(p99),
		Burst: of(v.middle(strategy, burst)), Average: of(v.middle(strategy, average)),
		Minutes: estimate(bannedMinutes), Hits: estimate(tokenRequests),
	}
	for _, h := range v.judges() {
		s.Harms = append(s.Harms, Harm{h.is, chanceOf(v.misses(strategy, h.Criterion))})
	}
	return s
}

func chanceOf(p study.Proportion) Chance {
	i := p.Interval(study.Confidence)
	return Chance{Hits: p.Hits, N: p.N, Low: i.Low, High: i.High, Text: p.String()}
}

// firstSentence is that of a text, in one line.
func firstSentence(text string) string {
	first, _, more := strings.Cut(reports.OneLine(text), ". ")
	if more {
		first += "."
	}
	return first
}

// about is the description of a strategy that runs in the scene.
func (t *stage) about(name string) string {
	s, err := t.strategy(name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(s.About)
}

// aboutStrategy is the description of a strategy.
func aboutStrategy(name string) string {
	s, err := spec.Lookup(name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(s.About)
}
