package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// matrix is how every strategy fared in a headline scenario, least banned first.
func (t *stage) matrix(line func(...string) string) ScenarioStudy {
	of := &t.study.Plan
	all := need{t.scene, of.Strategies, of.Readings}
	s := ScenarioStudy{
		Scenario: t.scene.base, Title: t.scene.title, About: strings.TrimSpace(t.scenario.About),
		Varied: t.scene.settings, Readings: of.Readings,
		Commands: []string{line(all.words(of.First, of.Seeds)...)},
	}
	for _, name := range of.Strategies {
		about, _, more := strings.Cut(aboutStrategy(name), ". ") // its first sentence
		if more {
			about += "."
		}
		row := Standing{Strategy: name, About: about}
		for _, reading := range of.Readings {
			row.Cells = append(row.Cells, view{t, reading}.score(name))
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
func (v view) score(strategy string) Score {
	of := func(c claim) Estimate { return c.measures[0].Estimate }
	estimate := func(f measure.Figure) Estimate { return of(v.estimate(strategy, f)) }
	return Score{
		Reading: v.reading, Verdict: v.verdict(strategy).String(), Banned: chanceOf(v.bans(strategy)),
		Success: estimate(success), P50: estimate(median), P99: estimate(p99),
		Burst: of(v.middle(strategy, burst)), Average: of(v.middle(strategy, average)),
		Minutes: estimate(bannedMinutes), Hits: estimate(tokenRequests),
	}
}

func chanceOf(p study.Proportion) Chance {
	i := p.Interval(study.Confidence)
	return Chance{Hits: p.Hits, N: p.N, Low: i.Low, High: i.High, Text: p.String()}
}

// aboutStrategy is the description of a strategy.
func aboutStrategy(name string) string {
	s, err := spec.Lookup(name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(s.About)
}
