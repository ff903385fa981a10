package reports

import "github.com/tokenstorm/tokenstorm/reports/drawing"

func init() {
	registerStudy(StudyChart{
		Name: "p99", rank: 3, Draw: (&intervalChart{
			figure: figureOf("p99"), axis: drawing.Latencies,
			title: func(*Evidence, []string) string {
				return "What users waited: the 99th percentile of latency"
			},
			note: "Median over the runs of each run's 99th percentile of what succeeded, with the " +
				"interval of order statistics.",
		}).draw,
		About: "99th percentile of latency per strategy and reading: its median and interval.",
	})
}
