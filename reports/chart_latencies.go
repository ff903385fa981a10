package reports

import (
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func init() {
	registerStudy(StudyChart{
		Name: "latencies", rank: 7,
		About: "How the latencies of all runs together are distributed.",
		Draw:  func(e *Evidence) []Picture { return e.each(e.latencies) },
	})
}

// latencies adds up the latencies of all seeds under one reading. Of a sweep of several values it
// is the zero Drawing.
func (e *Evidence) latencies(reading string) drawing.Drawing {
	scenario, ok := e.alone()
	if !ok {
		return drawing.Drawing{}
	}
	d := drawing.Drawing{RowHeight: hillHeight,
		Title: "Latency of user actions: the whole distribution, all runs together",
		Subtitle: e.runs([]string{reading},
			"their actions added up: no interval, for those of a run are alike")}
	var rows []latencies
	for _, strategy := range e.ordered() {
		c := study.Contestant{Scenario: scenario, Reading: reading, Strategy: strategy}
		k := latencies{strategy: strategy, good: e.Study.Latency(c, false),
			bad: e.Study.Latency(c, true)}
		k.succeeded = int(k.good.N())
		k.ended = k.succeeded + int(k.bad.N())
		d.Rows, rows = append(d.Rows, strategy), append(rows, k)
	}
	return distribution(d, rows, "share of the ended actions of all the strategy's runs",
		e.orderNote())
}
