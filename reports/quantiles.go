package reports

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A quantileMark is one dot of a row.
type quantileMark struct {
	name   string
	value  float64
	colour color.Color
}

// quantileMarks are the dots of a row, the slowest first: where several fall on one place the
// quickest lies on top.
func quantileMarks(q *measure.Quantiles) []quantileMark {
	marks := []quantileMark{{"max", q.Max, ink}}
	if q.Tells(99) {
		marks = append(marks, quantileMark{"p99", q.P99, orange})
	}
	if q.Tells(90) {
		marks = append(marks, quantileMark{"p90", q.P90, skyBlue})
	}
	return append(marks, quantileMark{"p50", q.P50, green})
}

// p99 prints the 99th percentile, or none where there are too few values for one.
func p99(q *measure.Quantiles) string {
	if !q.Tells(99) {
		return unit.None
	}
	return unit.Latency(q.P99)
}

func latencyKey() []keyEntry {
	var key []keyEntry
	marks := quantileMarks(&measure.Quantiles{N: 100})
	for _, m := range slices.Backward(marks) {
		key = append(key, keyEntry{
			func(p pen, x, y vg.Length) { p.dot(x+5, y, 2.9, m.colour) }, m.name})
	}
	return append(key, keyEntry{
		func(p pen, x, y vg.Length) { p.ring(x+5, y, 2.4, grey) },
		"hollow, and the lower line: the same of failures"})
}
