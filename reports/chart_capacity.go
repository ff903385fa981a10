package reports

import (
	"math"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Capacity draws how far each strategy carries under each reading. unit names that of the edges'
// numbers; least and most are the ends of the range. It is the zero Drawing where a value is no
// number.
func (f *Frontier) Capacity(unit string, least, most float64) drawing.Drawing {
	var readings, names []string
	for i := range f.Edges {
		e := &f.Edges[i]
		if e.Side != study.None && math.IsNaN(e.Number) {
			return drawing.Drawing{}
		}
		if !slices.Contains(readings, e.Reading) {
			readings = append(readings, e.Reading)
		}
		if !slices.Contains(names, e.Strategy) {
			names = append(names, e.Strategy)
		}
	}
	if len(names) == 0 || math.IsNaN(most) || math.IsNaN(least) {
		return drawing.Drawing{}
	}
	d := drawing.Drawing{
		Title:    "How far each strategy carries",
		Subtitle: f.header(), About: "survived values of " + f.Field, Rows: names,
		RowHeight: float64(len(readings)*11 + 8),
		Notes: []string{strings.ReplaceAll(f.confidence(), "\n", " ") +
			" A bar with an open end reaches beyond the range."},
	}
	for i, reading := range readings {
		d.Key = append(d.Key, drawing.Entry{Shape: drawing.Bar, Colour: drawing.Several(i),
			Label: reading})
	}
	p := drawing.Panel{Name: f.Field + unit, Room: 120, X: drawing.Linear(most, false)}
	for i := range f.Edges {
		e := &f.Edges[i]
		k := slices.Index(readings, e.Reading)
		at := drawing.Mark{Shape: drawing.Bar, Row: slices.Index(names, e.Strategy), Size: 8,
			Down: (float64(k) - float64(len(readings)-1)/2) * 11, Colour: drawing.Several(k),
			Text: e.survives(), Small: true}
		p.Marks = append(p.Marks, capacityMarks(e, at, least, most)...)
	}
	d.Panels = []drawing.Panel{p}
	return d
}

// capacityMarks are those of an edge: its bar, and where it reaches beyond the range, an open end.
func capacityMarks(e *Edge, at drawing.Mark, least, most float64) []drawing.Mark {
	at.X, at.To = least, most
	switch e.Side {
	case study.None:
		at.Shape, at.Colour = drawing.Text, drawing.Quiet
		return []drawing.Mark{at}
	case study.Largest:
		at.To = e.Number
	case study.Least:
		at.X = e.Number
	case study.All:
		at.Text += " …"
	}
	return []drawing.Mark{at}
}
