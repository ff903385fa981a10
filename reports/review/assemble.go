package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Review makes the answers of what was carried out; questions whose studies were not finished are
// left out. command repeats the review, and line makes a command line of words.
func (p *Plan) Review(command, version string, line func(words ...string) string) *Review {
	e := &evidence{p, line}
	r := &Review{
		Format: Format, Command: command, Version: version, FirstSeed: p.first, Seeds: p.seeds,
		Answers: []Answer{}, Scenarios: []ScenarioStudy{}, Capacity: []Capacity{},
	}
	r.Recommendation = Recommendation{Verdict: study.Inconclusive.String(), Tied: []string{}}
	r.Missing, r.Failures = p.Unfinished()
	for _, q := range p.questions {
		if !e.has(&q) {
			continue
		}
		a := q.answer(e)
		a.ID, a.Title, a.Question = q.id, q.title, q.text
		a.Commands = e.commands(&q)
		r.Answers = append(r.Answers, a)
		if q.id == "Q8" {
			r.Recommendation = e.recommended()
			e.standing(&r.Recommendation)
		}
	}
	for _, s := range headlines() {
		at := slices.IndexFunc(p.stages, func(t *stage) bool { return t.scene.name() == s.name() })
		if at >= 0 && len(p.stages[at].study.Results) > 0 && p.stages[at].study.Missing() == 0 {
			r.Scenarios = append(r.Scenarios, e.scenario(view{p.stages[at]}))
		}
	}
	for _, s := range p.searches {
		if s.finished() {
			r.Capacity = append(r.Capacity, s.capacity(line))
		}
	}
	return r
}

// scenario is the matrix of one headline scenario.
func (e *evidence) scenario(v view) ScenarioStudy {
	of := &v.study.Plan
	s := ScenarioStudy{
		Scenario: v.scene.base, Title: v.scene.title, About: strings.TrimSpace(v.scenario.About),
		Varied: v.scene.settings, Readings: of.Readings,
		Commands: []string{e.line(words(v.scene, of.Strategies, of.Readings, of.First, of.Seeds)...)},
	}
	for _, name := range of.Strategies {
		row := Standing{Strategy: name, About: aboutStrategy(name)}
		for _, reading := range of.Readings {
			row.Cells = append(row.Cells, v.score(name, reading))
		}
		s.Rows = append(s.Rows, row)
	}
	slices.SortStableFunc(s.Rows, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.Cells[0].Banned.Hits, b.Cells[0].Banned.Hits),
			-cmp.Compare(valueOf(a.Cells[0].Success), valueOf(b.Cells[0].Success)),
			cmp.Compare(a.Strategy, b.Strategy))
	})
	return s
}

func valueOf(e Estimate) float64 {
	if e.Value == nil {
		return 0
	}
	return *e.Value
}

// score is one cell of the matrix.
func (v view) score(strategy, reading string) Score {
	mean := func(f measure.Figure) Estimate { return v.mean(strategy, reading, f).estimate() }
	middle := func(f measure.Figure) Estimate { return v.middle(strategy, reading, f).estimate() }
	return Score{
		Reading: reading, Verdict: v.verdict(strategy, reading).String(),
		Banned: chanceOf(v.bans(strategy, reading)), Success: mean(success), P50: mean(median),
		P99: mean(p99), Burst: middle(burst), Average: middle(average),
		Minutes: mean(bannedMinutes), Hits: mean(tokenRequests),
	}
}

func chanceOf(p study.Proportion) Chance {
	i := p.Interval(study.Confidence)
	return Chance{Hits: p.Hits, N: p.N, Low: i.Low, High: i.High, Text: p.String()}
}

// wholeStory is the whole description of a strategy.
func wholeStory(name string) string {
	s, err := spec.Lookup(name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(s.About)
}

// aboutStrategy is the first sentence of the description of a strategy.
func aboutStrategy(name string) string {
	first, _, more := strings.Cut(wholeStory(name), ". ")
	if more {
		first += "."
	}
	return first
}
