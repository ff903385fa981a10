package reports

import (
	"fmt"
	"math"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func init() {
	registerStudy(StudyChart{
		Name: "price", rank: 7,
		About: "The price of safety: how likely a ban is against how long users wait, with intervals.",
		Draw:  func(e *Evidence) []Picture { return e.each(e.Price) },
	})
}

// bound is the strategy that nobody can build, which is marked.
const bound = "clairvoyant"

// A priced strategy is how likely it is banned, and how long its users wait.
type priced struct {
	strategy string
	banned   study.Proportion
	p99      study.Quantile // in ms
	success  float64        // the mean share of the ended actions
}

// Price sets how likely a ban is against how long users wait, over many seeds under one reading. Of
// a sweep of several values it is the zero Drawing.
func (e *Evidence) Price(reading string) drawing.Drawing {
	scenario, ok := e.alone()
	if !ok {
		return drawing.Drawing{}
	}
	var all []priced
	unserved := 0
	for _, strategy := range e.ordered() {
		c := study.Contestant{Scenario: scenario, Reading: reading, Strategy: strategy}
		p := priced{strategy, e.proportion(c, "banned"), e.Study.Quantile(c, figureOf("p99"), .5),
			e.Study.Mean(c, figureOf("success")).Mean}
		switch {
		case p.p99.N > 0 && p.banned.N > 0:
			all = append(all, p)
		case p.banned.N > 0:
			unserved++
		}
	}
	if len(all) == 0 {
		return drawing.Drawing{}
	}
	d := priceOf(all)
	d.Subtitle = e.runs([]string{reading}, intervalsAre)
	if unserved > 0 {
		d.Notes = append(d.Notes, "Left out, for they serve too few to tell a latency: "+
			unit.Count(unserved)+" of the strategies.")
	}
	return d
}

// priceKinds are how strategies look, in the order in which they are drawn.
var priceKinds = []struct {
	of    func(*priced) bool
	entry drawing.Entry
}{
	{func(p *priced) bool { return p.success < served }, drawing.Entry{Shape: drawing.Ring,
		Colour: drawing.Quiet, Label: "serves less than 99 %"}},
	{func(p *priced) bool { return p.success >= served && p.strategy != bound }, drawing.Entry{
		Shape: drawing.Dot, Colour: drawing.Good, Label: "serves 99 % and more"}},
	{func(p *priced) bool { return p.strategy == bound }, drawing.Entry{Shape: drawing.Diamond,
		Colour: drawing.Ink, Label: "the bound, which nobody can build"}},
}

func priceOf(all []priced) drawing.Drawing {
	low, high := math.Inf(1), 0.0
	for i := range all {
		p := &all[i]
		from, to := p.waits()
		low, high = min(low, from), max(high, to)
	}
	d := drawing.Drawing{
		Title: "The price of safety: down and to the left is better",
		Notes: []string{"Upwards: the share of runs that were banned, and the exact interval of its " +
			"probability. To the right: the 99th percentile of the latency of what succeeded, its " +
			"median over the runs and its interval."},
		Height: 300, Across: 1, Table: priceTable(all),
	}
	panel := drawing.Panel{X: drawing.Latencies(max(1, low), max(1, high)), Y: percentAxis(0, 100)}
	panel.X.Label, panel.Y.Label = "p99", "P(ban)"
	panel.Y.Min, panel.Y.Max = -16, 105 // most points lie at 0 and 100 %: room for them, and for names
	for i := range all {
		p := &all[i]
		x, y := max(1, p.p99.Value), 100*p.banned.Share()
		from, to := p.waits()
		i := p.banned.Interval(study.Confidence)
		panel.Add(drawing.Mark{Shape: drawing.Rule, X: from, To: to, Y: y, Size: 1.6,
			Colour: drawing.Other}, drawing.Mark{Shape: drawing.Curve, Size: 1.6,
			Colour: drawing.Other, Points: []float64{x, 100 * i.Low, x, 100 * i.High}})
	}
	for _, kind := range priceKinds {
		d.Key = append(d.Key, kind.entry)
		for i := range all {
			if p := &all[i]; kind.of(p) {
				panel.Add(drawing.Mark{Shape: kind.entry.Shape, X: max(1, p.p99.Value),
					Y: 100 * p.banned.Share(), Size: 4, Colour: kind.entry.Colour, Text: p.strategy,
					Rank: p.rank(), Hover: p.hover()})
			}
		}
	}
	d.Panels = []drawing.Panel{panel}
	return d
}

// waits is the interval of p99, or p99 itself where there is none.
func (p *priced) waits() (from, to float64) {
	i := p.p99.Interval
	if math.IsInf(i.Low, 0) || math.IsInf(i.High, 0) || i.Low <= 0 {
		return p.p99.Value, p.p99.Value
	}
	return i.Low, i.High
}

// rank orders strategies by how much their names matter, since there is not room for all.
func (p *priced) rank() int {
	switch p.strategy {
	case "recommended", "recommended-unshared", "naive", bound:
		return 1
	}
	return min(p.banned.Hits, 1) + 2
}

func (p *priced) hover() string {
	return fmt.Sprintf("%s\nbanned in %d of %d: %s\np99 %s\n%s %% of actions succeed", p.strategy,
		p.banned.Hits, p.banned.N, p.banned, unit.Latency(p.p99.Value), unit.Digits(100*p.success))
}

func priceTable(all []priced) drawing.Table {
	t := drawing.Table{Caption: "The price of safety", Columns: []string{"strategy", "banned in",
		"probability of a ban", "p99", "interval", "succeeded"}}
	for i := range all {
		p := &all[i]
		interval := "none"
		if from, to := p.waits(); from < to {
			interval = unit.Latency(from) + " to " + unit.Latency(to)
		}
		t.Lines = append(t.Lines, []string{p.strategy,
			fmt.Sprintf("%d of %d", p.banned.Hits, p.banned.N), p.banned.String(),
			unit.Latency(p.p99.Value), interval, unit.Digits(100*p.success) + " %"})
	}
	return t
}
