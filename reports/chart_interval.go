package reports

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// An intervalChart is of one figure of a study, with its interval: of one scenario a dot and a line
// for each strategy and reading, of a sweep of one number a line with a band over it.
type intervalChart struct {
	figure measure.Figure // as values are printed
	// hits is of how many runs something is true; nil: the chart is of the figure's estimate.
	hits  func(*Evidence, study.Contestant) study.Proportion
	by    *study.Criterion // what is judged; nil: nothing
	title func(e *Evidence, readings []string) string
	note  string
	axis  func(least, most float64) *drawing.Axis
	level float64 // in per cent, a line across the axis; 0: none
}

// mostPanels is how many readings stand side by side (assumed: a panel still shows what is what).
const mostPanels = 6

// draw makes the pictures.
func (k *intervalChart) draw(e *Evidence) (all []Picture) {
	if across, ok := e.field(); ok {
		return e.each(func(reading string) drawing.Drawing { return k.lines(e, across, reading) })
	}
	scenario, ok := e.alone()
	if !ok {
		return nil
	}
	readings := e.Study.Plan.Readings
	for chunk := range slices.Chunk(readings, mostPanels) {
		part := ""
		if len(readings) > mostPanels {
			part = strconv.Itoa(len(all) + 1)
		}
		if d := k.dots(e, scenario, chunk); !d.IsZero() {
			all = append(all, Picture{part, d})
		}
	}
	return all
}

// An estimated is what the figure of a contestant came to.
type estimated struct {
	study.Estimate                // in the numbers of the axis
	printed        study.Estimate // in those of the figure
	hits           study.Proportion
	verdict        study.Verdict
}

// of asks the study.
func (k *intervalChart) of(e *Evidence, c study.Contestant) (v estimated) {
	if k.hits != nil {
		v.hits = k.hits(e, c)
		i := v.hits.Interval(study.Confidence)
		v.printed = study.Estimate{N: v.hits.N, Value: v.hits.Share(), Interval: i}
	} else {
		v.printed = e.Study.Estimate(c, k.figure)
	}
	v.Estimate = v.printed
	if k.hits != nil || k.figure.Share || k.figure.YesNo {
		v.Value, v.Interval.Low, v.Interval.High = 100*v.Value, 100*v.Interval.Low,
			100*v.Interval.High
	}
	if k.by != nil {
		v.verdict = e.Study.Rule(c, *k.by, study.Required).Verdict
	}
	return v
}

// scaled is the axis that holds all that is known of these; nil: nothing is.
func (k *intervalChart) scaled(all []estimated) *drawing.Axis {
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range all {
		if v.N == 0 {
			continue
		}
		for _, x := range []float64{v.Value, v.Interval.Low, v.Interval.High} {
			if !math.IsInf(x, 0) {
				least, most = min(least, x), max(most, x)
			}
		}
	}
	if least > most {
		return nil
	}
	return k.axis(least, most)
}

// dots draws a dot and a line for each strategy, a panel for each reading.
func (k *intervalChart) dots(e *Evidence, scenario string, readings []string) drawing.Drawing {
	strategies := e.ordered()
	var all []estimated // reading by reading
	for _, reading := range readings {
		for _, strategy := range strategies {
			all = append(all, k.of(e, study.Contestant{
				Scenario: scenario, Reading: reading, Strategy: strategy}))
		}
	}
	x := k.scaled(all)
	if x == nil {
		return drawing.Drawing{}
	}
	d := drawing.Drawing{
		Title: k.title(e, readings), Subtitle: e.runs(readings, intervalsAre), Key: k.key(),
		Notes: []string{k.note + " " + e.orderNote()}, RowHeight: rowHeight, Rows: strategies,
		Table: drawing.Table{Caption: k.figure.About, Columns: []string{"strategy"}},
	}
	for _, strategy := range strategies {
		d.Table.Lines = append(d.Table.Lines, []string{strategy})
	}
	const narrow, wide = 46, 160 // room for the value, and for its interval beside it
	for i, reading := range readings {
		p := drawing.Panel{Name: reading, X: x, Room: narrow}
		if len(readings) < 3 {
			p.Room = wide
		}
		k.addLevel(&p)
		d.Table.Columns = append(d.Table.Columns, reading)
		for row := range strategies {
			v := all[i*len(strategies)+row]
			text := k.words(v)
			d.Table.Lines[row] = append(d.Table.Lines[row], text)
			p.Add(k.dot(v, x, row)...)
			if p.Room == narrow {
				text = k.value(v)
			}
			const apart = "\u2002" // from a dot at the end of the axis
			p.Add(drawing.Mark{Shape: drawing.Text, Row: row, X: x.Max, Small: true,
				Colour: drawing.Ink, Text: apart + text})
		}
		d.Panels = append(d.Panels, p)
	}
	return d
}

// addLevel draws the level across the rows.
func (k *intervalChart) addLevel(p *drawing.Panel) {
	if k.level > 0 {
		p.Add(drawing.Mark{Shape: drawing.Span, Colour: drawing.Quiet, Tint: 0.3, X: k.level,
			To: k.level})
	}
}

// dot is a dot with the line of its interval, which goes to the edge where the runs set no bound.
func (k *intervalChart) dot(v estimated, x *drawing.Axis, row int) (marks []drawing.Mark) {
	if v.N == 0 {
		return nil
	}
	shape, colour := k.shape(v)
	if v.bounded() {
		marks = append(marks, drawing.Mark{Shape: drawing.Rule, Row: row, Size: 2, Colour: colour,
			Tint: 0.6, X: max(v.Interval.Low, x.Min), To: min(v.Interval.High, x.Max)})
	}
	return append(marks, drawing.Mark{Shape: shape, Row: row, X: v.Value, Colour: colour,
		Hover: k.words(v)})
}

// bounded reports whether the runs set a bound at all.
func (v *estimated) bounded() bool {
	return v.N > 1 && !(math.IsInf(v.Interval.Low, 0) && math.IsInf(v.Interval.High, 0))
}

// shape tells verdicts apart, with or without colours.
func (k *intervalChart) shape(v estimated) (drawing.Shape, drawing.Colour) {
	switch {
	case k.by == nil || v.verdict == study.Pass:
		return drawing.Dot, drawing.Good
	case v.verdict == study.Fail:
		return drawing.Cross, drawing.Bad
	}
	return drawing.Ring, drawing.Ink
}

// key explains the shapes, and the level.
func (k *intervalChart) key() (key []drawing.Entry) {
	if k.by == nil {
		return nil
	}
	for _, v := range []study.Verdict{study.Pass, study.Fail, study.Inconclusive} {
		shape, colour := k.shape(estimated{verdict: v})
		key = append(key, drawing.Entry{Shape: shape, Colour: colour, Label: v.String()})
	}
	return append(key, drawing.Entry{Shape: drawing.Line, Colour: drawing.Quiet,
		Label: fmt.Sprintf("%g %% of runs", k.level)})
}

// words are the value, its interval and the verdict.
func (k *intervalChart) words(v estimated) string {
	text := estimate(k.figure, v.printed)
	if k.hits != nil && v.N > 0 {
		text = fmt.Sprintf("%d of %d (%s)", v.hits.Hits, v.hits.N, v.hits)
	}
	if k.by != nil && v.N > 0 {
		text += "  " + v.verdict.String()
	}
	return text
}

// value is the value alone, for a narrow panel.
func (k *intervalChart) value(v estimated) string {
	if k.hits != nil && v.N > 0 {
		return fmt.Sprintf("%d/%d", v.hits.Hits, v.hits.N)
	}
	return Quantity(k.figure, v.printed.Value)
}
