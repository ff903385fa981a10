package reports

import "github.com/tokenstorm/tokenstorm/reports/drawing"

func init() {
	registerStudy(StudyChart{
		Name: "requests", rank: 4, Draw: (&intervalChart{
			figure: figureOf("token_requests"), axis: countsAxis,
			title: func(*Evidence, []string) string { return "Token requests of a run" },
			note: "Median over the runs, with the interval of order statistics: what strategies cost " +
				"the carrier.",
		}).draw,
		About: "Token requests per strategy and reading: their median and interval.",
	})
}

// countsAxis is of medians of counts.
func countsAxis(least, most float64) *drawing.Axis {
	return drawing.Counts([]int{int(least), int(most)})
}
