package reports

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/tokenstorm/tokenstorm/internal/unit"
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
func drawLatency(c *Chapter) Picture {
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
		return Picture{}
	}
	f := frame{
		title:    "Latency of user actions, from the click to the outcome",
		subtitle: c.header(), about: c.Scenario.About,
		key: latencyKey(),
		notes: []string{"Waiting for locks, limiters and retries included. Percentiles are those " +
			"of one run, to three significant digits, and are given where at least one action lies " +
			"beyond them; the maximum is exact. 1 ms and less, as a refusal by the strategy itself, " +
			"lies at the left edge. Failures are shown apart, below the successes, in grey numbers: " +
			"failing fast is not being fast. " + order},
	}
	r := newRows(ranked, f.top()+22, 24)
	success := linear(r.left, r.left+78, 100, false)
	success.ticks = []tick{{0, "0"}, {50, ""}, {100, "100 %"}}
	x := decades(success.x1+118, pageWidth-margin-3*54, least, most)
	height := r.end() + 24 + f.bottom(pageWidth)
	return Picture{pageWidth, height, func(p pen) {
		f.put(p, pageWidth, height)
		r.put(p, pageWidth-margin+4)
		p.grid(&success, r.top, r.end())
		p.grid(&x, r.top, r.end())
		r.head(p, success.x0, "actions that succeeded")
		r.head(p, x.x0, "latency, log axis")
		for k, name := range []string{"p50", "p99", "max"} {
			p.writeLeft(pageWidth-margin-vg.Length(2-k)*52, r.top-8, face(textSize, true, ink),
				name)
		}
		for i := range ranked {
			t := ranked[i].Tally
			successRow(p, &success, r.middle(i), &t.Summary)
			quantileRow(p, &x, r.middle(i), &t.Latency, &t.FailedLatency)
		}
	}}
}

func successRow(p pen, x *axis, y vg.Length, s *measure.Summary) {
	n := ended(s)
	if n > 0 {
		p.box(x.x0, y-5, x.at(100*float64(s.Actions.Succeeded)/float64(n)), y+5,
			faint(blue, 0.45))
	}
	p.write(x.x1+6, y-5, face(textSize, false, ink), unit.Share(s.Actions.Succeeded, n))
	p.write(x.x1+6, y+5, face(smallSize, false, grey),
		unit.Count(s.Actions.Succeeded)+" of "+unit.Count(n))
}

// quantileRow draws successes on the upper half of the row, failures on the lower.
func quantileRow(p pen, x *axis, y vg.Length, good, bad *measure.Quantiles) {
	style := face(textSize, false, ink)
	if good.N > 0 {
		up := y - 4
		p.rule(x.at(good.P50), up, x.at(good.Max), up, 1.2, pale)
		for _, m := range quantileMarks(good) {
			p.dot(x.at(m.value), up, 2.9, m.colour)
		}
		numbers(p, up-1, style, good)
	}
	if bad.N > 0 {
		down := y + 6
		p.rule(x.at(bad.P50), down, x.at(bad.Max), down, 0.8, pale)
		for _, m := range quantileMarks(bad) {
			p.ring(x.at(m.value), down, 2.4, m.colour)
		}
		style.Color = grey
		style.Font.Size = smallSize
		numbers(p, down, style, bad)
	}
}

func numbers(p pen, y vg.Length, style draw.TextStyle, q *measure.Quantiles) {
	for k, words := range []string{unit.Latency(q.P50), p99(q), unit.Latency(q.Max)} {
		p.writeLeft(pageWidth-margin-vg.Length(2-k)*52, y, style, words)
	}
}
