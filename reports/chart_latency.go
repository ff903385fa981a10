package reports

import (
	"math"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	register(Chart{
		Name: "latency", rank: 3, Draw: drawLatency,
		About: "What users waited, from the click to the outcome, and how many got what they asked for.",
	})
}

// drawLatency sets the share of actions that succeeded beside what they took, so that a strategy
// which serves few is not taken for one that serves fast; failures have hollow marks of their own.
func drawLatency(c *Chapter) drawing.Drawing {
	ranked := c.Ranked()
	least, most := math.Inf(1), 0.0
	for i := range ranked {
		for _, q := range []*measure.Quantiles{&ranked[i].Tally.Latency,
			&ranked[i].Tally.FailedLatency} {
			if q.N > 0 {
				least, most = min(least, q.P50), max(most, q.Max)
			}
		}
	}
	if most == 0 {
		return drawing.Drawing{}
	}
	success := drawing.Panel{Name: "actions that succeeded", Width: 78, Room: 110, X: &drawing.Axis{
		Max: 100, Ticks: []drawing.Tick{{Label: "0"}, {Value: 50}, {Value: 100, Label: "100 %"}}}}
	waited := drawing.Panel{Name: "latency, log axis", X: drawing.Decades(least, most), Room: 8}
	columns := []drawing.Panel{{Name: "p50", Width: 52}, {Name: "p99", Width: 52},
		{Name: "max", Width: 52}}
	d := drawing.Drawing{
		Title:    "Latency of user actions, from the click to the outcome",
		Subtitle: c.header(), About: c.Scenario.About, Key: latencyKey(), Rows: namesOf(ranked),
		RowHeight: 24,
		Notes: []string{"Waiting for locks, limiters and retries included. Percentiles are those " +
			"of one run, to three significant digits, and are given where at least one action lies " +
			"beyond them; the maximum is exact. 1 ms and less, as a refusal by the strategy itself, " +
			"lies at the left edge. Failures are shown apart, below the successes, in grey numbers: " +
			"failing fast is not being fast. " + order},
		Table: latencyTable(ranked),
	}
	for i := range ranked {
		s := &ranked[i].Tally.Outcome
		success.Marks = append(success.Marks, successMarks(i, s)...)
		waited.Marks = append(waited.Marks, quantileRow(i, &s.Latency, false)...)
		waited.Marks = append(waited.Marks, quantileRow(i, &s.FailedLatency, true)...)
		for k := range columns {
			columns[k].Marks = append(columns[k].Marks, quantileTexts(i, k, &s.Latency, false)...)
			columns[k].Marks = append(columns[k].Marks, quantileTexts(i, k, &s.FailedLatency, true)...)
		}
	}
	d.Panels = append([]drawing.Panel{success, waited}, columns...)
	return d
}

func successMarks(row int, s *measure.Outcome) []drawing.Mark {
	n := ended(s)
	of := unit.Count(s.Actions.Succeeded) + " of " + unit.Count(n)
	hover := of + " succeeded"
	var marks []drawing.Mark
	if n > 0 {
		marks = append(marks, drawing.Mark{Shape: drawing.Bar, Row: row, Colour: drawing.Good,
			Tint: 0.45, To: 100 * float64(s.Actions.Succeeded) / float64(n), Hover: hover})
	}
	return append(marks, []drawing.Mark{
		{Shape: drawing.Text, Row: row, X: 100, Down: -5, Text: unit.Share(s.Actions.Succeeded, n),
			Colour: drawing.Ink},
		{Shape: drawing.Text, Row: row, X: 100, Down: 5, Small: true, Colour: drawing.Quiet,
			Text: of},
	}...)
}

// A quantileMark is one mark of a row.
type quantileMark struct {
	name   string
	value  float64
	shape  drawing.Shape
	colour drawing.Colour
}

// quantileMarks are the marks of a row, the slowest first: where several fall on one place the
// quickest lies on top.
func quantileMarks(q *measure.Quantiles) []quantileMark {
	marks := []quantileMark{{"max", q.Max, drawing.Stroke, drawing.Ink}}
	if q.Tells(99) {
		marks = append(marks, quantileMark{"p99", q.P99, drawing.Triangle, drawing.Tail})
	}
	if q.Tells(90) {
		marks = append(marks, quantileMark{"p90", q.P90, drawing.Diamond, drawing.Middle})
	}
	return append(marks, quantileMark{"p50", q.P50, drawing.Dot, drawing.Median})
}

// quantileRow draws successes on the upper half of the row, failures on the lower.
func quantileRow(row int, q *measure.Quantiles, failed bool) []drawing.Mark {
	if q.N == 0 {
		return nil
	}
	down, width, size, of := -4.0, 1.2, 2.9, "successes"
	if failed {
		down, width, size, of = 6, 0.8, 2.4, "failures"
	}
	marks := []drawing.Mark{{Shape: drawing.Rule, Row: row, Down: down, Size: width,
		X: threeDigits(q.P50), To: threeDigits(q.Max), Colour: drawing.Other}}
	for _, m := range quantileMarks(q) {
		shape := m.shape
		if failed {
			shape = drawing.Ring
		}
		marks = append(marks, drawing.Mark{Shape: shape, Row: row, Down: down, X: threeDigits(m.value),
			Size: size, Colour: m.colour,
			Hover: m.name + " of " + of + ": " + unit.Latency(m.value)})
	}
	return marks
}

// quantileTexts are the numbers of a row in the column k: median, p99, slowest.
func quantileTexts(row, k int, q *measure.Quantiles, failed bool) []drawing.Mark {
	if q.N == 0 {
		return nil
	}
	m := drawing.Mark{Shape: drawing.Text, Row: row, Down: -5, Colour: drawing.Ink,
		Text: []string{unit.Latency(q.P50), p99(q), unit.Latency(q.Max)}[k]}
	if failed {
		m.Down, m.Colour, m.Small = 6, drawing.Quiet, true
	}
	return []drawing.Mark{m}
}

// p99 prints the 99th percentile, or none where there are too few values for one.
func p99(q *measure.Quantiles) string {
	if !q.Tells(99) {
		return unit.None
	}
	return unit.Latency(q.P99)
}

func latencyKey() []drawing.Entry {
	return []drawing.Entry{
		{Shape: drawing.Dot, Colour: drawing.Median, Label: "p50"},
		{Shape: drawing.Diamond, Colour: drawing.Middle, Label: "p90"},
		{Shape: drawing.Triangle, Colour: drawing.Tail, Label: "p99"},
		{Shape: drawing.Stroke, Colour: drawing.Ink, Label: "max"},
		{Shape: drawing.Ring, Colour: drawing.Quiet,
			Label: "hollow, and the lower line: the same of failures"},
	}
}

func latencyTable(ranked []Contestant) drawing.Table {
	t := drawing.Table{Caption: "Latency of user actions, from the click to the outcome",
		Columns: []string{"strategy", "succeeded", "of", "median", "p90", "p99", "max", "failed",
			"median of failures", "max of failures"}}
	for i := range ranked {
		s := &ranked[i].Tally.Outcome
		good, bad := &s.Latency, &s.FailedLatency
		of := func(q *measure.Quantiles, percent, v float64) string {
			if !q.Tells(percent) {
				return unit.None
			}
			return unit.Latency(v)
		}
		t.Lines = append(t.Lines, []string{ranked[i].Strategy,
			unit.Share(s.Actions.Succeeded, ended(s)), unit.Count(ended(s)), of(good, 50, good.P50),
			of(good, 90, good.P90), p99(good), of(good, 0, good.Max), unit.Count(bad.N),
			of(bad, 50, bad.P50), of(bad, 0, bad.Max)})
	}
	return t
}
