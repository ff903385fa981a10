package reports

import "github.com/tokenstorm/tokenstorm/reports/drawing"

func init() {
	registerStudy(StudyChart{
		Name: "success", rank: 2, Draw: (&intervalChart{
			figure: figureOf("success"), axis: sharesAxis,
			title: func(*Evidence, []string) string { return "Share of user actions that succeeded" },
			note: "Mean over the runs of the share of the ended actions that succeeded, with its " +
				"interval, which holds whatever the runs are like (Gaffke).",
		}).draw,
		About: "Share of actions that succeeded per strategy and reading, with its interval.",
	})
}

// sharesAxis ends at 100 %, and begins at the nearest of a few shares below the least: dots have
// no length that would begin at 0.
func sharesAxis(least, _ float64) *drawing.Axis {
	low := 0.0
	for _, from := range []float64{50, 80, 90, 95, 98, 99, 99.5} {
		if from <= least {
			low = from
		}
	}
	return drawing.Between(low, 100).Percent()
}
