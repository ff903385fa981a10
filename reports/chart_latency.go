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

// A quantile is a mark of a row, and a column of the table.
type quantile struct {
	name    string
	percent float64 // of the values lie below it; 0: all
	of      func(*measure.Quantiles) float64
	shape   drawing.Shape
	colour  drawing.Colour
}

var (
	median = quantile{"p50", 50, func(q *measure.Quantiles) float64 { return q.P50 },
		drawing.Dot, drawing.Median}
	p90 = quantile{"p90", 90, func(q *measure.Quantiles) float64 { return q.P90 },
		drawing.Diamond, drawing.Middle}
	p99 = quantile{"p99", 99, func(q *measure.Quantiles) float64 { return q.P99 },
		drawing.Triangle, drawing.Tail}
	slowest = quantile{"max", 0, func(q *measure.Quantiles) float64 { return q.Max },
		drawing.Stroke, drawing.Ink}
)

// print prints the quantile, or none where there are too few values for one.
func (k quantile) print(q *measure.Quantiles) string {
	if !q.Tells(k.percent) {
		return unit.None
	}
	return unit.Latency(k.of(q))
}

// drawLatency sets the share of actions that succeeded beside what they took, so that a strategy
// which serves few is not taken for one that serves fast; failures have hollow marks of their own.
func drawLatency(c *Chapter) drawing.Drawing {
	ranked := c.Ranked()
	least, most := math.Inf(1), 0.0
	for _, k := range ranked {
		for _, q := range []*measure.Quantiles{&k.Tally.Latency, &k.Tally.FailedLatency} {
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
	d := c.sheet("Latency of user actions, from the click to the outcome", ranked, 24)
	for _, k := range []quantile{median, p90, p99, slowest} {
		d.Key = append(d.Key, drawing.Entry{Shape: k.shape, Colour: k.colour, Label: k.name})
	}
	d.Key = append(d.Key, drawing.Entry{Shape: drawing.Ring, Colour: drawing.Quiet,
		Label: "hollow, and the lower line: the same of failures"})
	d.Notes = []string{"Waiting for locks, limiters and retries included. Percentiles are those " +
		"of one run, to three significant digits, and are given where at least one action lies " +
		"beyond them; the maximum is exact. 1 ms and less, as a refusal by the strategy itself, " +
		"lies at the left edge. Failures are shown apart, below the successes, in grey numbers: " +
		"failing fast is not being fast. " + c.orderNote()}
	d.Table = latencyTable(ranked)
	for i, k := range ranked {
		s := &k.Tally.Outcome
		addSuccess(&success, i, s)
		addQuantiles(&waited, i, &s.Latency, false)
		addQuantiles(&waited, i, &s.FailedLatency, true)
	}
	d.Panels = []drawing.Panel{success, waited}
	for _, of := range []quantile{median, p99, slowest} {
		column := drawing.Panel{Name: of.name, Width: 52}
		for i, k := range ranked {
			of.addTexts(&column, i, &k.Tally.Outcome)
		}
		d.Panels = append(d.Panels, column)
	}
	return d
}

func addSuccess(p *drawing.Panel, row int, s *measure.Outcome) {
	n := ended(s)
	of := unit.Count(s.Actions.Succeeded) + " of " + unit.Count(n)
	if n > 0 {
		p.Add(drawing.Mark{Shape: drawing.Bar, Row: row, Colour: drawing.Good, Tint: 0.45,
			To: 100 * float64(s.Actions.Succeeded) / float64(n), Hover: of + " succeeded"})
	}
	p.Add(drawing.Mark{Shape: drawing.Text, Row: row, X: 100, Down: -5, Colour: drawing.Ink,
		Text: unit.Share(s.Actions.Succeeded, n)},
		drawing.Mark{Shape: drawing.Text, Row: row, X: 100, Down: 5, Small: true,
			Colour: drawing.Quiet, Text: of})
}

// addQuantiles draws successes on the upper half of the row, failures on the lower. The slowest
// come first: where several fall on one place the quickest lies on top.
func addQuantiles(p *drawing.Panel, row int, q *measure.Quantiles, failed bool) {
	if q.N == 0 {
		return
	}
	down, width, size, of := -4.0, 1.2, 2.9, " of successes: "
	if failed {
		down, width, size, of = 6, 0.8, 2.4, " of failures: "
	}
	p.Add(drawing.Mark{Shape: drawing.Rule, Row: row, Down: down, Size: width,
		X: threeDigits(q.P50), To: threeDigits(q.Max), Colour: drawing.Other})
	for _, k := range []quantile{slowest, p99, p90, median} {
		if !q.Tells(k.percent) {
			continue
		}
		shape := k.shape
		if failed {
			shape = drawing.Ring
		}
		p.Add(drawing.Mark{Shape: shape, Row: row, Down: down, X: threeDigits(k.of(q)), Size: size,
			Colour: k.colour, Hover: k.name + of + unit.Latency(k.of(q))})
	}
}

// addTexts adds the numbers of a row to the column of k.
func (k quantile) addTexts(p *drawing.Panel, row int, s *measure.Outcome) {
	if s.Latency.N > 0 {
		p.Add(drawing.Mark{Shape: drawing.Text, Row: row, Down: -5, Colour: drawing.Ink,
			Text: k.print(&s.Latency)})
	}
	if s.FailedLatency.N > 0 {
		p.Add(drawing.Mark{Shape: drawing.Text, Row: row, Down: 6, Colour: drawing.Quiet,
			Small: true, Text: k.print(&s.FailedLatency)})
	}
}

func latencyTable(ranked []*Contestant) drawing.Table {
	columns := []string{"succeeded", "of", "median", "p90", "p99", "max", "failed",
		"median of failures", "max of failures"}
	return tableOf("Latency of user actions, from the click to the outcome", columns, ranked,
		func(k *Contestant) []string {
			s := &k.Tally.Outcome
			good, bad := &s.Latency, &s.FailedLatency
			return []string{unit.Share(s.Actions.Succeeded, ended(s)), unit.Count(ended(s)),
				median.print(good), p90.print(good), p99.print(good), slowest.print(good),
				unit.Count(bad.N), median.print(bad), slowest.print(bad)}
		})
}
