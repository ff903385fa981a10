package reports

import (
	"fmt"
	"math"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// field is the one field of a sweep that takes several values, all of them numbers that grow; ok is
// false of any other study.
func (e *Evidence) field() (across study.Variation, ok bool) {
	across, down, _, fine := axesOf(e.Study.Plan.Variations())
	if !fine || len(down.Values) > 1 || len(across.Values) < 2 {
		return across, false
	}
	before := math.Inf(-1)
	for i := range across.Values {
		v, _ := across.Number(i)
		if !(v > before) {
			return across, false
		}
		before = v
	}
	return across, true
}

// lines draws a panel for each strategy: the figure over the values of the field, with a band for
// its interval.
func (k *intervalChart) lines(e *Evidence, across study.Variation, reading string) drawing.Drawing {
	plan := &e.Study.Plan
	strategies := e.ordered()
	var at []float64
	var all []estimated // strategy by strategy
	for i := range across.Values {
		v, _ := across.Number(i)
		at = append(at, v)
	}
	for _, strategy := range strategies {
		for _, value := range across.Values {
			all = append(all, k.of(e, study.Contestant{
				Scenario: scenarioAt(plan, map[string]string{across.Path: value}),
				Reading:  reading, Strategy: strategy,
			}))
		}
	}
	y := k.scaled(all)
	if y == nil {
		return drawing.Drawing{}
	}
	_, _, about, _ := axesOf(plan.Variations())
	_, about, _ = strings.Cut(about, "; ") // what else is set
	d := drawing.Drawing{
		Title:    k.title(e, nil) + " over " + across.Path,
		Subtitle: e.runs([]string{reading}, intervalsAre), About: about,
		Key: append(k.key(), drawing.Entry{Shape: drawing.Bar, Colour: drawing.Good, Tint: bandTint,
			Label: "95 % interval at each value; between values nothing was run"}),
		Notes: []string{k.note + " " + e.orderNote()},
		Table: drawing.Table{Caption: k.figure.About, Columns: append([]string{"strategy"},
			across.Values...)},
	}
	d.Across, d.Height = multiplesOf(len(strategies))
	x := drawing.At(at, across.Values)
	x.Label = across.Path
	for i, strategy := range strategies {
		of := all[i*len(at) : (i+1)*len(at)]
		d.Panels = append(d.Panels, k.line(strategy, at, of, x, y))
		line := []string{strategy}
		for _, v := range of {
			line = append(line, k.words(v))
		}
		d.Table.Lines = append(d.Table.Lines, line)
	}
	return d
}

// multiplesOf is how many panels stand in a line, and how high they are.
func multiplesOf(n int) (across int, height float64) {
	switch n {
	case 1:
		return 1, 260
	case 2:
		return 2, 170
	}
	return 3, 90
}

// bandTint is how much of its colour a band has.
const bandTint = 0.22

// line is the panel of a strategy.
func (k *intervalChart) line(
	strategy string, at []float64, of []estimated, x, y *drawing.Axis,
) drawing.Panel {
	p := drawing.Panel{Name: strategy, X: x, Y: y, State: k.state(of)}
	band := drawing.Mark{Shape: drawing.Band, Colour: drawing.Good, Tint: bandTint}
	curve := drawing.Mark{Shape: drawing.Curve, Colour: drawing.Good, Size: 1.2}
	var dots []drawing.Mark
	finish := func() { // a value without a figure leaves a gap
		p.Add(band, curve)
		band.Points, curve.Points = nil, nil
	}
	for i, v := range of {
		if v.N == 0 {
			finish()
			continue
		}
		low, high := v.Value, v.Value
		if v.bounded() {
			low, high = max(v.Interval.Low, y.Min), min(v.Interval.High, y.Max)
		}
		band.Points = append(band.Points, at[i], low, high)
		curve.Points = append(curve.Points, at[i], v.Value)
		shape, colour := k.shape(v)
		dots = append(dots, drawing.Mark{Shape: shape, X: at[i], Y: v.Value, Colour: colour,
			Size: 2.2, Hover: strategy + "\n" + k.words(v)})
	}
	finish()
	if k.level > 0 {
		p.Add(drawing.Mark{Shape: drawing.Level, Y: k.level, Colour: drawing.Quiet})
	}
	p.Add(dots...)
	return p
}

// state says in words what a line comes to.
func (k *intervalChart) state(of []estimated) string {
	if k.by == nil {
		first, last := k.value(of[0]), k.value(of[len(of)-1])
		if first == last {
			return first
		}
		return first + " to " + last
	}
	counts := map[study.Verdict]int{}
	for _, v := range of {
		counts[v.verdict]++
	}
	var words []string
	for _, v := range []study.Verdict{study.Pass, study.Fail, study.Inconclusive} {
		if n := counts[v]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, v))
		}
	}
	return strings.Join(words, ", ")
}
