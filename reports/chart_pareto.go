package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

func init() {
	register(Chart{
		Name: "pareto", rank: 7, Draw: drawPareto,
		About: "Latency against headroom: what a strategy costs, and how near it came to a ban.",
	})
}

// served is the least share of successes of a strategy that may stand on the front: one that
// refuses everybody is quick and safe, and nobody's choice (assumed).
const served = 0.99

// A Point is a strategy in the plane of what it costs and how near it came to a ban.
type Point struct {
	Strategy   string
	P99        float64 // of the latency of what succeeded, in ms
	Low, High  float64 // the interval of P99; 0: one run
	Full       float64 // the fullest window, in per cent of its threshold
	Hits, Runs int     // runs that were banned, of how many
	Success    float64 // share of the ended actions
}

func (p *Point) eligible() bool { return p.Hits == 0 && p.Success >= served }

func (p *Point) same(other Point) bool { return p.Strategy == other.Strategy }

// drawPareto draws the plane of one run of each contestant; without a success there is no latency.
func drawPareto(c *Chapter) drawing.Drawing {
	var points []Point
	for _, k := range c.Ranked() {
		s := &k.Tally.Outcome
		if s.Latency.N == 0 {
			continue
		}
		p := Point{Strategy: k.Strategy, P99: s.Latency.Max, Runs: 1,
			Full:    fullest(&k.Tally.Outcome),
			Success: float64(s.Actions.Succeeded) / float64(ended(s))}
		if s.Latency.Tells(99) {
			p.P99 = s.Latency.P99
		}
		p.Hits = min(s.Bans.Count, 1)
		if v := k.verdict(c.Reading); v != nil {
			p.Hits = min(c.Own(v), 1)
		}
		points = append(points, p)
	}
	return Pareto(points, c.header(), "One run: no interval can be given.")
}

// paretoKinds are how points look, in the order in which they are drawn.
var paretoKinds = []struct {
	of    func(*Point) bool
	entry drawing.Entry
}{
	{func(p *Point) bool { return p.Hits > 0 },
		drawing.Entry{Shape: drawing.Cross, Colour: drawing.Bad, Label: "banned"}},
	{func(p *Point) bool { return p.Hits == 0 && !p.eligible() }, drawing.Entry{Shape: drawing.Ring,
		Colour: drawing.Quiet, Label: "not banned, but serves less than 99 %"}},
	{(*Point).eligible, drawing.Entry{Shape: drawing.Dot, Colour: drawing.Good,
		Label: "not banned, serves 99 % and more"}},
}

// Pareto sets what strategies cost, in waiting, against how near they came to a ban. of names
// the runs that the points come from, and sure says how sure they are.
func Pareto(points []Point, of, sure string) drawing.Drawing {
	if len(points) == 0 {
		return drawing.Drawing{}
	}
	low, high, least, most := math.Inf(1), 0.0, math.Inf(1), 100.0
	for i := range points {
		p := &points[i]
		p.P99, p.Full = max(1, p.P99), max(0.01, p.Full)
		low, high = min(low, p.P99, cmp.Or(p.Low, p.P99)), max(high, p.P99, p.High)
		least, most = min(least, p.Full), max(most, p.Full)
	}
	best := front(points)
	d := drawing.Drawing{
		Title: "Latency against headroom: down and to the left is better", Subtitle: of,
		Notes: []string{"Upwards: hits in the fullest sliding window, as a share of its threshold. " +
			"To the right: 99th percentile of the latency of what succeeded. Ringed and joined: the " +
			"front, than which none is both quicker and emptier. " + sure},
		Height: 300, Across: 1, Table: paretoTable(points, best),
	}
	panel := drawing.Panel{X: drawing.Latencies(low, high), Y: heights(least, most)}
	panel.X.Label, panel.Y.Label = "p99", "fullest window"
	joined := drawing.Mark{Shape: drawing.Path, Colour: drawing.Median, Size: 1.6}
	for _, p := range best {
		joined.Points = append(joined.Points, p.P99, p.Full)
	}
	panel.Add(drawing.Mark{Shape: drawing.Level, Y: 100, Colour: drawing.Ink}, joined)
	for _, p := range points {
		if p.Low > 0 {
			panel.Add(drawing.Mark{Shape: drawing.Rule, X: p.Low, To: p.High, Y: p.Full, Size: 1.6,
				Colour: drawing.Other})
		}
	}
	for _, p := range best {
		panel.Add(drawing.Mark{Shape: drawing.Ring, X: p.P99, Y: p.Full, Size: 6,
			Colour: drawing.Median})
	}
	for _, kind := range paretoKinds {
		entry := kind.entry
		if entry.Shape == drawing.Cross && points[0].Runs > 1 {
			entry.Label = "banned in one run or more"
		}
		d.Key = append(d.Key, entry)
		for _, p := range points {
			if kind.of(&p) {
				panel.Add(drawing.Mark{Shape: kind.entry.Shape, X: p.P99, Y: p.Full, Size: 4,
					Colour: kind.entry.Colour, Text: p.Strategy, Rank: rankOf(&p, best),
					Hover: p.hover()})
			}
		}
	}
	d.Key = append(d.Key,
		drawing.Entry{Shape: drawing.Ring, Colour: drawing.Median, Label: "on the front"},
		drawing.Entry{Shape: drawing.Line, Colour: drawing.Ink, Label: "threshold"})
	d.Panels = []drawing.Panel{panel}
	return d
}

func (p *Point) hover() string {
	return fmt.Sprintf("%s\np99 %s\nfullest window %s %% of its threshold\nbanned in %d of %d",
		p.Strategy, unit.Latency(p.P99), unit.Digits(p.Full), p.Hits, p.Runs)
}

// heights is the axis of the fullest windows: the threshold lies on it.
func heights(least, most float64) *drawing.Axis {
	if most/least < 50 {
		return drawing.Linear(most*1.02, false).Percent()
	}
	return drawing.Powers(least, most*1.02).Percent()
}

// front picks the points than which no other is both quicker and emptier, from left to right.
func front(points []Point) []Point {
	var best []Point
	for _, a := range points {
		if a.eligible() && !slices.ContainsFunc(points, func(b Point) bool {
			return b.eligible() && b.P99 <= a.P99 && b.Full <= a.Full &&
				(b.P99 < a.P99 || b.Full < a.Full)
		}) {
			best = append(best, a)
		}
	}
	slices.SortStableFunc(best, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.P99, b.P99), cmp.Compare(b.Full, a.Full))
	})
	return best
}

// rankOf orders the points by how much their names matter, since there is not room for all: first
// the front and what is recommended, then the bound that nobody can build, the baseline, those that
// were not banned and serve, those that were not banned, the rest.
func rankOf(p *Point, best []Point) int {
	onFront := slices.ContainsFunc(best, p.same)
	switch {
	case onFront && p.Strategy != "clairvoyant", p.Strategy == "recommended",
		p.Strategy == "recommended-unshared":
		return 1
	case onFront:
		return 2
	case p.Strategy == "naive":
		return 3
	case p.eligible():
		return 4
	case p.Hits == 0:
		return 5
	}
	return 6
}

func paretoTable(points, best []Point) drawing.Table {
	t := drawing.Table{Caption: "Latency against headroom", Columns: []string{"strategy", "p99",
		"interval", "fullest window", "succeeded", "banned in", "on the front"}}
	for _, p := range points {
		interval, on := "one run", "no"
		if p.Low > 0 {
			interval = unit.Latency(p.Low) + " to " + unit.Latency(p.High)
		}
		if slices.ContainsFunc(best, p.same) {
			on = "yes"
		}
		t.Lines = append(t.Lines, []string{p.Strategy, unit.Latency(p.P99), interval,
			unit.Digits(p.Full) + " %", unit.Digits(100*p.Success) + " %",
			fmt.Sprintf("%d of %d", p.Hits, p.Runs), on})
	}
	return t
}
