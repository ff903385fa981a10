package reports

import (
	"math"
	"slices"

	"github.com/HdrHistogram/hdrhistogram-go"
	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register(Chart{
		Name: "distribution", rank: 4, Draw: drawDistribution,
		About: "How the latencies are distributed: where the mass lies, and how long the tail is.",
	})
}

// perDecade is how many bins a decade of latency has: each is an eighth wider than the last.
const perDecade = 20

// drawDistribution draws a step histogram per strategy, successes upwards and failures downwards.
// Height is the share, the fullest bin of a strategy being as high as there is room; one action in
// a thousand that waits half a minute is a hair. Nothing is smoothed.
func drawDistribution(c *Chapter) Picture {
	ranked := c.Ranked()
	least, most := math.Inf(1), 0.0
	for i := range ranked {
		for _, h := range []*hdrhistogram.Histogram{ranked[i].Tally.Succeeded,
			ranked[i].Tally.Failed} {
			if h.TotalCount() > 0 {
				least = min(least, float64(h.Min())/1000)
				most = max(most, float64(h.Max())/1000)
			}
		}
	}
	if most == 0 {
		return Picture{}
	}
	f := frame{
		title:    "Latency of user actions: the whole distribution",
		subtitle: c.header(), about: c.Scenario.About,
		key: []keyEntry{
			boxKey("succeeded, upwards", func(p pen, x0, y0, x1, y1 vg.Length) {
				p.box(x0, y0, x1, y1, blue)
			}),
			boxKey("failed, downwards", func(p pen, x0, y0, x1, y1 vg.Length) {
				p.box(x0, y0, x1, y1, vermillion)
			}),
		},
		notes: []string{"Twenty bins per decade, nothing smoothed. The height of a step is the " +
			"share of the strategy's ended actions that fell into the bin; each strategy's fullest " +
			"bin has the full height, and what would be too low to see is a hair. What took 1 ms " +
			"and less, as a refusal by the strategy itself, lies at the left edge. n: succeeded + " +
			"failed. " + order},
	}
	r := newRows(ranked, f.top()+22, 40)
	x := decades(r.left, pageWidth-margin-96, least, most)
	height := r.end() + 24 + f.bottom(pageWidth)
	return Picture{pageWidth, height, func(p pen) {
		f.put(p, pageWidth, height)
		r.put(p, pageWidth-margin+4)
		p.grid(&x, r.top, r.end())
		r.head(p, x.x0, "latency, log axis")
		p.writeLeft(pageWidth-margin, r.top-8, face(textSize, true, ink), "n")
		for i := range ranked {
			distributionRow(p, &x, r.middle(i), &ranked[i])
		}
	}}
}

// Successes and failures have one scale, lest a share look larger above than below.
func distributionRow(p pen, x *axis, middle vg.Length, k *Contestant) {
	s := &k.Tally.Summary
	n := ended(s)
	base := middle
	const up, down = 18, -18
	good, bad := histogram(k.Tally.Succeeded, x, n), histogram(k.Tally.Failed, x, n)
	fullest := max(slices.Max(good), slices.Max(bad))
	steps(p, x, base, up, good, fullest, blue)
	steps(p, x, base, down, bad, fullest, vermillion)
	p.rule(x.x0, base, x.x1, base, 0.6, grey)
	p.writeLeft(pageWidth-margin, middle-5, face(textSize, false, ink),
		unit.Count(s.Actions.Succeeded))
	if s.Actions.Failed > 0 {
		p.writeLeft(pageWidth-margin, middle+6, face(textSize, false, vermillion),
			"+ "+unit.Count(s.Actions.Failed))
	}
}

// histogram shares out the latencies over the bins of the axis; n is what 100 % are.
func histogram(h *hdrhistogram.Histogram, x *axis, n int) []float64 {
	all := int(math.Round(math.Log10(x.max/x.min))) * perDecade
	bins := make([]float64, all)
	for _, bar := range h.Distribution() {
		if bar.Count == 0 {
			continue
		}
		ms := float64(bar.From) / 1000
		bin := int(math.Floor(math.Log10(max(ms, x.min)/x.min) * perDecade))
		bins[min(max(bin, 0), all-1)] += float64(bar.Count) / float64(n)
	}
	return bins
}
