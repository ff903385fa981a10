package reports

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	register(Chart{
		Name: "hits", rank: 5, Draw: drawHits,
		About: "Token hits against the thresholds over the run, with bans, faults and 401s.",
	})
}

// Sizes of the small multiples.
const (
	panelColumns           = 3
	panelGap     vg.Length = 18
	panelHead    vg.Length = 30
	panelHeight  vg.Length = 70
	panelFoot    vg.Length = 22
	panelScale   vg.Length = 38 // room for the labels of the y axis, left of the first column
)

// drawHits draws one panel per strategy: how full the windows of the carrier's two thresholds were,
// each as a share of its threshold, so that one line at 100 % is the threshold of both.
func drawHits(c *Chapter) Picture {
	ranked := slices.DeleteFunc(c.Ranked(), func(k Contestant) bool { return k.Timeline == nil })
	if len(ranked) == 0 {
		return Picture{}
	}
	over, most := 0, 0.0
	for i := range ranked {
		full := fullest(&ranked[i].Tally.Headroom)
		most = max(most, full)
		if full > 100 {
			over++
		}
	}
	scale := shares(most)
	view := viewOf(ranked)
	limits := tokenLimits(c.Scenario)
	if len(limits) == 0 {
		return Picture{}
	}
	counted := make([]string, len(limits))
	for i, l := range limits {
		counted[i] = fmt.Sprintf("in any %s of %d", windowName(l), l.Hits)
	}
	f := frame{
		title: fmt.Sprintf("Token hits: %d of %d strategies went beyond a threshold", over,
			len(ranked)),
		subtitle: c.header(), about: c.Scenario.About,
		key: hitsKey(c, limits),
		notes: []string{fmt.Sprintf("Share of the threshold in use: hits %s, sliding, whatever the "+
			"reading in force; the most of each %s; of several public IPs the fullest.%s%s %s",
			strings.Join(counted, ", and "),
			unit.Latency(float64(ranked[0].Timeline.Bin)/1e6), logNote(&scale),
			view.note(windowName(limits[0])), order)},
	}
	lines := (len(ranked) + panelColumns - 1) / panelColumns
	height := f.top() + vg.Length(lines)*(panelHead+panelHeight+panelFoot) + f.bottom(pageWidth)
	return Picture{pageWidth, height, func(p pen) {
		f.put(p, pageWidth, height)
		width := (pageWidth - 2*margin - panelScale - (panelColumns-1)*panelGap) / panelColumns
		for i := range ranked {
			column, line := i%panelColumns, i/panelColumns
			at := panel{
				x0: margin + panelScale + vg.Length(column)*(width+panelGap),
				y1: f.top() + vg.Length(line)*(panelHead+panelHeight+panelFoot) +
					panelHead + panelHeight,
				width: width, scale: scale, view: view, named: column == 0,
			}
			at.put(p, c.Scenario, &ranked[i])
		}
	}}
}

// fullest is the fuller of the two windows, in per cent of its threshold.
func fullest(h *measure.Headroom) float64 {
	return max(percentOf(h.BurstPeak, h.BurstLimit), percentOf(h.AveragePeak, h.AverageLimit))
}

// percentOf is how full a window was; 0 where there is no such limit.
func percentOf(peak, limit int) float64 {
	if limit == 0 {
		return 0
	}
	return 100 * float64(peak) / float64(limit)
}

func hitsKey(c *Chapter, limits []quota.Limit) []keyEntry {
	stroke := func(width vg.Length, colour color.Color) func(pen, vg.Length, vg.Length) {
		return func(p pen, x, y vg.Length) { p.rule(x, y, x+11, y, width, colour) }
	}
	var key []keyEntry
	strokes := []func(pen, vg.Length, vg.Length){stroke(1.4, blue), stroke(1, orange)}
	for i, l := range limits {
		key = append(key, keyEntry{strokes[i],
			fmt.Sprintf("hits in %s, of %d", windowName(l), l.Hits)})
	}
	key = append(key, []keyEntry{
		{stroke(0.9, ink), "threshold"},
		boxKey("banned, from the line on", func(p pen, x0, y0, x1, y1 vg.Length) {
			p.box(x0, y0, x1, y1, faint(vermillion, 0.3))
			p.rule(x0, y0, x0, y1, 0.8, vermillion)
		}),
		boxKey("401s", func(p pen, x0, _, x1, y1 vg.Length) { p.box(x0, y1-4, x1, y1, ink) }),
	}...)
	if names := faultNames(c.Scenario); len(names) > 0 {
		if len(names) > 1 {
			for i := range names {
				names[i] = fmt.Sprintf("%d %s", i+1, names[i])
			}
		}
		key = append(key, boxKey("fault: "+strings.Join(names, ", "),
			func(p pen, x0, y0, x1, y1 vg.Length) { drawFault(p, x0, x1, y0, y1) }))
	}
	return key
}

// A panel is one of the small multiples; its data stand on y1.
type panel struct {
	x0, y1, width vg.Length
	scale         axis // of per cent, upwards from 0
	view          view
	named         bool // has labels on its y axis
}

func (a *panel) y(percent float64) vg.Length { return a.y1 - a.scale.at(percent) }

// shares is an axis of per cent of a threshold, as tall as a panel. Where the fullest window is
// more than three times the threshold it is logarithmic, from a twentieth of the threshold.
func shares(most float64) axis {
	a := axis{x1: panelHeight, max: 125}
	step := 50.0
	switch {
	case most > 300:
		a.log, a.min, a.max = true, 5, 1000
		for a.max < most {
			a.max *= 10
		}
		a.ticks = []tick{{5, "≤ 5 %"}}
		for v := 10.0; v <= a.max; v *= 10 {
			label := unit.Count(int64(v)) + " %"
			if v == 10 {
				label = ""
			}
			a.ticks = append(a.ticks, tick{v, label})
		}
		return a
	case most > 120:
		a.max, step = 300, 100
	}
	for v := 0.0; v <= a.max; v += step {
		a.ticks = append(a.ticks, tick{v, unit.Digits(v) + " %"})
	}
	return a
}

func logNote(a *axis) string {
	if a.log {
		return " The axis is logarithmic; what is below 5 %, 0 included, lies at its foot."
	}
	return ""
}

func (a *panel) put(p pen, s *scenarios.Scenario, k *Contestant) {
	t := k.Timeline
	x := clock(a.x0, a.x0+a.width, a.view.from, a.view.to)
	top := a.y1 - panelHeight
	for _, span := range t.Bans() {
		p.box(x.at(float64(span.From)), top, x.at(float64(span.Until)), a.y1,
			faint(vermillion, 0.3))
	}
	p.grid(&x, top, a.y1)
	for _, span := range t.Bans() {
		from := x.at(float64(span.From))
		p.rule(from, top, from, a.y1, 0.8, vermillion)
	}
	for _, span := range t.Faults {
		drawFault(p, x.at(float64(span.From)), x.at(float64(span.End(s))), top, a.y1)
	}
	a.numberFaults(p, &x, s, t.Faults)
	for _, mark := range a.scale.ticks {
		y := a.y(mark.value)
		p.rule(a.x0, y, a.x0+a.width, y, 0.5, hair)
		if a.named {
			p.writeLeft(a.x0-4, y, face(smallSize, false, grey), mark.label)
		}
	}
	p.rule(a.x0, a.y(100), a.x0+a.width, a.y(100), 0.9, ink)
	a.trace(p, &x, t.Bin, t.Average(), k.Tally.Headroom.AverageLimit, 1, orange)
	a.trace(p, &x, t.Bin, t.Burst(), k.Tally.Headroom.BurstLimit, 1.1, blue)
	a.rug(p, &x, t.Bin, t.Refused())
	a.title(p, s, k)
}

func (a *panel) title(p pen, s *scenarios.Scenario, k *Contestant) {
	top := a.y1 - panelHeight
	h := &k.Tally.Headroom
	bold, small := face(textSize, true, ink), face(smallSize, false, grey)
	verdict := "no ban"
	if k.Tally.Bans.Count > 0 {
		verdict = fmt.Sprintf("%s, %s%s", unit.Counted(k.Tally.Bans.Count, "ban"),
			unit.Minutes(fromMilliseconds(k.Tally.Bans.Banned)), k.Timeline.lasting())
	}
	p.write(a.x0, top-20, bold, clip(k.Strategy, bold, a.width))
	peaks := []int{h.BurstPeak, h.AveragePeak}
	fullest := make([]string, 0, len(peaks))
	for i, l := range tokenLimits(s) {
		fullest = append(fullest, fmt.Sprintf("%s %s/%d", windowName(l), unit.Count(peaks[i]), l.Hits))
	}
	p.write(a.x0, top-8, small, "fullest "+strings.Join(fullest, ", "))
	if k.Tally.Bans.Count > 0 {
		small.Color = vermillion
	}
	p.writeLeft(a.x0+a.width, top-8, small, verdict)
}

// numberFaults says which fault is which where there is more than one kind, each kind once.
func (a *panel) numberFaults(p pen, x *axis, s *scenarios.Scenario, spans []FaultSpan) {
	names := faultNames(s)
	if len(names) < 2 {
		return
	}
	told := make([]bool, len(names))
	for _, span := range spans {
		if i := slices.Index(names, FaultName(s, span.Fault)); i >= 0 && !told[i] {
			told[i] = true
			p.write(x.at(float64(span.From))+2, a.y1-panelHeight+8, face(smallSize, true, purple),
				fmt.Sprint(i+1))
		}
	}
}

// drawFault frames a span from above: what lies under it stays visible.
func drawFault(p pen, x0, x1, y0, y1 vg.Length) {
	p.box(x0, y0, max(x1, x0+2.5), y0+3, purple)
	p.rule(x0, y0, x0, y1, 0.8, purple, 2, 2)
	if x1 > x0+1.5 {
		p.rule(x1, y0, x1, y1, 0.8, purple, 2, 2)
	}
}
