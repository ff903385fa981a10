package reports

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func init() {
	registerStudy(StudyChart{
		Name: "banned", rank: 1, Draw: banned.draw,
		About: "P(ban) per strategy and reading with its exact interval, and the verdict.",
	})
}

// mostly is the share of runs that may miss a criterion, in per cent.
const mostly = 100 * (1 - study.Required)

var banned = &intervalChart{
	figure: figureOf("banned"), by: &study.NoBan, level: mostly, axis: percentAxis,
	hits: func(e *Evidence, c study.Contestant) study.Proportion { return e.proportion(c, "banned") },
	note: "Share of runs that were banned, with the exact interval of its probability. PASS: shown " +
		"to be at most 5 %; FAIL: shown to be more; INCONCLUSIVE: the runs are too few to tell.",
	title: func(e *Evidence, readings []string) string {
		return e.titled("P(ban): %d of %d strategies are shown to be banned in at most 5 %% of runs",
			"P(ban)", study.NoBan, readings)
	},
}

// percentAxis is of shares of runs.
func percentAxis(_, _ float64) *drawing.Axis {
	return &drawing.Axis{Max: 100, Ticks: []drawing.Tick{{Label: "0 %"}, {Value: 25},
		{Value: 50, Label: "50 %"}, {Value: 75}, {Value: 100, Label: "100 %"}}}
}

// titled says of how many strategies a criterion is shown under all these readings; without any, of
// what the chart is.
func (e *Evidence) titled(shown, plain string, by study.Criterion, readings []string) string {
	if len(readings) == 0 {
		return plain
	}
	pass := 0
	for _, strategy := range e.Study.Plan.Strategies {
		all := true
		for _, reading := range readings {
			c := study.Contestant{Scenario: e.Study.Plan.Scenarios[0], Reading: reading,
				Strategy: strategy}
			all = all && e.Study.Rule(c, by, study.Required).Verdict == study.Pass
		}
		if all {
			pass++
		}
	}
	title := fmt.Sprintf(shown, pass, len(e.Study.Plan.Strategies))
	if len(readings) > 1 {
		title += ", whatever the reading"
	}
	return title
}
