package reports

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	register(Chart{
		Name: "distribution", rank: 4, Draw: drawDistribution,
		About: "How the latencies are distributed: where the mass lies, and how long the tail is.",
	})
}

const (
	// perDecade is how many bins a decade of latency has: each is an eighth wider than the last.
	perDecade = 20
	// leastTall is the least height of what is there, as a part of the full one (assumed).
	leastTall = 0.08
)

// A latencies is a row of a distribution.
type latencies struct {
	strategy         string
	good, bad        measure.Histogram
	succeeded, ended int
}

func drawDistribution(c *Chapter) drawing.Drawing {
	ranked := c.Ranked()
	var rows []latencies
	for _, k := range ranked {
		rows = append(rows, latencies{k.Strategy, k.Tally.Latencies, k.Tally.FailedLatencies,
			k.Tally.Actions.Succeeded, ended(&k.Tally.Outcome)})
	}
	d := c.sheet("Latency of user actions: the whole distribution", ranked, hillHeight)
	return distribution(d, rows, "share of the strategy's ended actions", c.orderNote())
}

// hillHeight is that of a row with successes above and failures below, in points.
const hillHeight = 40

// distribution adds to a drawing a step histogram per row, successes upwards and failures
// downwards. Height is the share, the fullest bin of a row being as high as there is room; one
// action in a thousand that waits half a minute is a hair. Nothing is smoothed.
func distribution(d drawing.Drawing, rows []latencies, share, note string) drawing.Drawing {
	least, most := math.Inf(1), 0.0
	for _, k := range rows {
		for _, bar := range measure.Sum(k.good, k.bad).Bars() {
			least = min(least, measure.Milliseconds(bar.Low))
			most = max(most, measure.Milliseconds(bar.High))
		}
	}
	if most == 0 {
		return drawing.Drawing{}
	}
	d.Key = []drawing.Entry{
		{Shape: drawing.Bar, Colour: drawing.Good, Label: "succeeded, upwards"},
		{Shape: drawing.Bar, Colour: drawing.Bad, Label: "failed, downwards"},
	}
	d.Notes = []string{"Twenty bins per decade, nothing smoothed. The height of a step is the " +
		share + " that fell into the bin; each strategy's fullest " +
		"bin has the full height, and what would be too low to see is a hair. What took 1 ms " +
		"and less, as a refusal by the strategy itself, lies at the left edge. n: succeeded + " +
		"failed. " + note}
	p := drawing.Panel{Name: "latency, log axis", X: drawing.Decades(least, most)}
	n := drawing.Panel{Name: "n", Width: 96, Main: true}
	d.Table = distributionTable(rows, p.X)
	for i, k := range rows {
		addHills(&p, i, k)
		n.Add(drawing.Mark{Shape: drawing.Text, Row: i, Down: -5, Colour: drawing.Ink,
			Text: unit.Count(k.succeeded)})
		if failed := k.ended - k.succeeded; failed > 0 {
			n.Add(drawing.Mark{Shape: drawing.Text, Row: i, Down: 6, Colour: drawing.Bad,
				Text: "+ " + unit.Count(failed)})
		}
	}
	d.Panels = []drawing.Panel{p, n}
	return d
}

// addHills adds the marks of a row. Successes and failures have one scale, lest a share look larger
// above than below.
func addHills(p *drawing.Panel, row int, k latencies) {
	good, bad := histogram(k.good, p.X), histogram(k.bad, p.X)
	fullest := float64(max(slices.Max(good), slices.Max(bad)))
	hover := fmt.Sprintf("%s succeeded, %s failed", unit.Count(k.succeeded),
		unit.Count(k.ended-k.succeeded))
	hill := func(bins []int, colour drawing.Colour, sign float64) {
		m := drawing.Mark{Shape: drawing.Hill, Row: row, Colour: colour, Hover: hover}
		for i, n := range bins {
			if n > 0 {
				m.Points = append(m.Points, edge(p.X, i), edge(p.X, i+1),
					threeDigits(sign*max(float64(n)/fullest, leastTall)))
			}
		}
		p.Add(m)
	}
	hill(good, drawing.Good, 1)
	hill(bad, drawing.Bad, -1)
	p.Add(drawing.Mark{Shape: drawing.Rule, Row: row, X: p.X.Min, To: p.X.Max, Size: 0.6,
		Colour: drawing.Quiet})
}

// edge is where bin i begins.
func edge(x *drawing.Axis, i int) float64 {
	return threeDigits(x.Min * math.Pow(10, float64(i)/perDecade))
}

// threeDigits is as much as a picture shows: more would only make its data longer.
func threeDigits(v float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
	if err != nil {
		panic(err) // we wrote it
	}
	return short
}

// histogram counts the latencies in the bins of the axis.
func histogram(h measure.Histogram, x *drawing.Axis) []int {
	all := int(math.Round(math.Log10(x.Max/x.Min))) * perDecade
	bins := make([]int, all)
	for _, bar := range h.Bars() {
		ms := max(measure.Milliseconds(bar.Low), x.Min)
		bin := int(math.Floor(math.Log10(ms/x.Min) * perDecade))
		bins[min(max(bin, 0), all-1)] += int(bar.Count)
	}
	return bins
}

// distributionTable has a column for each decade: what the picture's steps add up to.
func distributionTable(rows []latencies, x *drawing.Axis) drawing.Table {
	t := drawing.Table{Caption: "Share of the ended actions that took so long",
		Columns: []string{"strategy"}}
	for v := x.Min * 10; v <= x.Max*1.001; v *= 10 {
		t.Columns = append(t.Columns, "to "+unit.Latency(v))
	}
	for _, k := range rows {
		add := func(name string, of measure.Histogram) {
			line := []string{k.strategy + ", " + name}
			for decade := range slices.Chunk(histogram(of, x), perDecade) {
				n := 0
				for _, count := range decade {
					n += count
				}
				line = append(line, unit.Share(n, k.ended))
			}
			t.Lines = append(t.Lines, line)
		}
		add("succeeded", k.good)
		if k.bad.N() > 0 {
			add("failed", k.bad)
		}
	}
	return t
}
