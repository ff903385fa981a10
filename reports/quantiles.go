package reports

import (
	"image/color"

	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A quantileMark is one dot of a row.
type quantileMark struct {
	name   string
	value  float64
	colour color.Color
}

// quantileMarks are the dots of a row, the slowest first: where several fall on one place the
// quickest lies on top.
func quantileMarks(q *scenarios.Quantiles) []quantileMark {
	return []quantileMark{
		{"max", q.Max, ink}, {"p99", q.P99, orange}, {"p90", q.P90, skyBlue}, {"p50", q.P50, green},
	}
}

func latencyKey() []keyEntry {
	var key []keyEntry
	marks := quantileMarks(&scenarios.Quantiles{})
	for i := len(marks) - 1; i >= 0; i-- {
		m := marks[i]
		key = append(key, keyEntry{
			func(p pen, x, y vg.Length) { p.dot(x+5, y, 2.9, m.colour) }, m.name})
	}
	return append(key, keyEntry{
		func(p pen, x, y vg.Length) { p.ring(x+5, y, 2.4, grey) },
		"hollow: the same of failures"})
}
