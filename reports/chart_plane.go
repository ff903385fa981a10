package reports

import (
	"math"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func init() {
	registerStudy(StudyChart{
		Name: "plane", rank: 6,
		About: "Headroom against latency over many runs: medians with their intervals.",
		Draw:  func(e *Evidence) []Picture { return e.each(e.Plane) },
	})
}

// Plane sets what strategies cost against how near they came to a ban, over many seeds under one
// reading. Of a sweep of several values it is the zero Drawing.
func (e *Evidence) Plane(reading string) drawing.Drawing {
	scenario, ok := e.alone()
	if !ok {
		return drawing.Drawing{}
	}
	var points []Point
	for _, strategy := range e.ordered() {
		c := study.Contestant{Scenario: scenario, Reading: reading, Strategy: strategy}
		median := func(name string) study.Quantile { return e.Study.Quantile(c, figureOf(name), .5) }
		p99, burst, average := median("p99"), median("burst"), median("average")
		if p99.N == 0 || burst.N+average.N == 0 {
			continue
		}
		banned := e.proportion(c, "banned")
		p := Point{Strategy: strategy, P99: p99.Value, Hits: banned.Hits, Runs: banned.N,
			Full:    100 * max(orZero(burst), orZero(average)),
			Success: e.Study.Mean(c, figureOf("success")).Mean}
		if !math.IsInf(p99.Interval.Low, 0) && !math.IsInf(p99.Interval.High, 0) {
			p.Low, p.High = p99.Interval.Low, p99.Interval.High
		}
		points = append(points, p)
	}
	return Pareto(points, e.runs([]string{reading}, intervalsAre), "Medians of the windows and of "+
		"p99 over the runs, whiskers: the 95 % interval.")
}

// orZero is the value, and 0 where the carrier has no such limit.
func orZero(q study.Quantile) float64 {
	if q.N == 0 {
		return 0
	}
	return q.Value
}
