package reports

import (
	"bytes"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// bansAlone explains the table of a study that was asked for bans alone.
const bansAlone = "Bans alone were asked for: a run ended where it was known whether the fleet " +
	"is banned, and there are no other figures."

const (
	exactOnes = ` P(ban) has its exact interval, with 95 % confidence.`
	sequences = ` A strategy ran no further seeds once its verdict was settled, or all of
them. P(ban) has the interval of a confidence sequence: with 95 % confidence it holds at
every number of runs at once, so that one may look, and stop, at any of them.`
)

// askedForBans reports whether nothing else was asked for.
func (e *Evidence) askedForBans() bool { return e.Study.Plan.Ask != measure.Everything }

// figures are those that the study has. Where verdicts are settled there are none: their intervals
// would suppose that it was known before how many runs there are.
func (e *Evidence) figures() []measure.Figure {
	switch {
	case e.Study.Plan.Settles():
		return nil
	case e.askedForBans():
		return []measure.Figure{figureOf("banned")}
	}
	return e.Study.Had(measure.Columns())
}

// unseen says what the runs may not have shown, and what they were not asked.
func (e *Evidence) unseen() []string {
	switch {
	case e.Study.Plan.Settles(): // who failed at once has few runs, and they are enough
		return []string{bansAlone, e.settled()}
	case e.askedForBans():
		return []string{bansAlone, Unseen(e.Study.Fewest())}
	}
	return []string{Unseen(e.Study.Fewest())}
}

// settled says how many verdicts are settled, and what that took.
func (e *Evidence) settled() string {
	plan := &e.Study.Plan
	settled, runs := 0, 0
	contestants := plan.Contestants()
	for _, c := range contestants {
		r := e.Study.Rule(c, study.NoBan, study.Required)
		if runs += r.Proportion.N; r.Verdict != study.Inconclusive {
			settled++
		}
	}
	return fmt.Sprintf("Settled: %d of %d verdicts, by %d of at most %d runs.", settled,
		len(contestants), runs, e.Study.Len())
}

// criterion is what verdicts are on: what the scenario expects, or bans where nothing else was
// asked for.
func (e *Evidence) criterion() study.Criterion {
	if e.askedForBans() {
		return study.NoBan
	}
	return study.AsExpected
}

// banTables write, for each reading, how many of the runs of each strategy were banned, in each of
// the scenarios, and the verdict.
func (e *Evidence) banTables(b *bytes.Buffer, f Format) {
	plan := &e.Study.Plan
	columns := []string{"strategy"}
	for _, v := range plan.Variations() {
		columns = append(columns, v.Path)
	}
	for _, reading := range plan.Readings {
		t := newTable(text.AlignRight, append(columns, "banned", "P(ban)", "verdict")...)
		for _, name := range e.ordered() {
			for _, scenario := range plan.Scenarios {
				c := study.Contestant{Scenario: scenario, Reading: reading, Strategy: name}
				row := table.Row{name}
				for _, v := range plan.ValuesOf(scenario) {
					row = append(row, v)
				}
				p := e.proportion(c, "banned")
				t.AppendRow(append(row, fmt.Sprintf("%d of %d", p.Hits, p.N), e.Study.Probable(p),
					e.Study.Rule(c, study.NoBan, study.Required).Verdict))
			}
		}
		about := fmt.Sprintf("never banned in at least %g %% of the runs", 100*study.Required)
		e.put(b, t, e.head(study.Contestant{Scenario: plan.Base(), Reading: reading}, about), f)
	}
	legend := bansAlone + exactOnes
	if plan.Settles() {
		legend = bansAlone + sequences
	}
	e.below(b, legend, f)
	if len(plan.Scenarios) == 1 && len(plan.Readings) > 1 {
		e.flips(b, f)
	}
}
