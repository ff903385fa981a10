package page

import (
	"fmt"
	"slices"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/review"
)

// studyDrawing sets what strategies cost against how near they came to a ban, over many seeds,
// under the scenario's own reading.
func studyDrawing(s *review.ScenarioStudy) drawing.Drawing {
	var points []reports.Point
	for _, row := range s.Rows {
		i := slices.IndexFunc(row.Cells, func(c review.Score) bool { return c.Reading == s.Readings[0] })
		if i < 0 {
			continue
		}
		c := &row.Cells[i]
		if c.P99.Value == nil || c.Burst.Value == nil || c.Average.Value == nil {
			continue
		}
		p := reports.Point{Strategy: row.Strategy, P99: *c.P99.Value, Hits: c.Banned.Hits,
			Full: 100 * max(*c.Burst.Value, *c.Average.Value), Runs: c.Banned.N}
		if c.P99.Low != nil && c.P99.High != nil {
			p.Low, p.High = *c.P99.Low, *c.P99.High
		}
		if c.Success.Value != nil {
			p.Success = *c.Success.Value
		}
		points = append(points, p)
	}
	return reports.Pareto(points, s.Scenario, fmt.Sprintf("Reading %s; medians of the windows and "+
		"of p99 over the runs, whiskers: the 95 %% interval.", s.Readings[0]))
}
