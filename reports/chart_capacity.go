package reports

import (
	"math"
	"slices"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A Survival is a row of a chart of capacity: which values of a range somebody survives.
type Survival struct {
	Name, Reading string
	Side          study.Side
	Value         float64 // the outermost that is survived; of None, meaningless
	Next          float64 // the nearest that is not; of All, meaningless
	Words         string  // the same
}

// Capacity completes a drawing of how far strategies carry: a bar over the values, from least to
// most, that each survives. axis names the values; lengths of time are in milliseconds.
func Capacity(
	d drawing.Drawing, axis string, lengths bool, least, most float64, all []Survival,
) drawing.Drawing {
	var readings []string
	for _, s := range all {
		if !slices.Contains(readings, s.Reading) {
			readings = append(readings, s.Reading)
		}
	}
	d.RowHeight = rowHeight
	for i, reading := range readings {
		d.Key = append(d.Key, drawing.Entry{Shape: drawing.Bar, Colour: drawing.Several(i),
			Label: "survived, " + reading})
	}
	p := drawing.Panel{Room: 110, X: drawing.Linear(farthest(most, all), false)}
	if lengths {
		p.X = drawing.Lengths(farthest(most, all))
	}
	p.X.Label = axis
	for i, s := range all {
		if len(readings) > 1 {
			s.Name += ", " + s.Reading
		}
		d.Rows = append(d.Rows, s.Name)
		// A bar begins at 0, for who survives a value survives all below: one step of the search would
		// have no length otherwise.
		m := drawing.Mark{Shape: drawing.Bar, Row: i, X: min(0, least), To: most, Text: s.Words,
			Small: true, Colour: drawing.Several(slices.Index(readings, s.Reading)), Hover: s.Words}
		switch s.Side {
		case study.Largest:
			m.To = s.Value
		case study.Least:
			m.X = s.Value
		case study.None:
			p.Add(drawing.Mark{Shape: drawing.Cross, Row: i, X: p.X.Min + p.X.Max/90,
				Colour: drawing.Bad, Hover: s.Words})
			m = drawing.Mark{Shape: drawing.Text, Row: i, X: p.X.Min + p.X.Max/45, Text: s.Words,
				Small: true, Colour: drawing.Ink}
		case study.All:
		}
		p.Add(m)
	}
	if slices.ContainsFunc(all, func(s Survival) bool { return s.Side == study.None }) {
		d.Key = append(d.Key, drawing.Entry{Shape: drawing.Cross, Colour: drawing.Bad,
			Label: "no value survived"})
	}
	d.Panels = []drawing.Panel{p}
	return d
}

// farthest is the end of the axis: what lies far beyond every edge is left out.
func farthest(most float64, all []Survival) float64 {
	next := 0.0
	for _, s := range all {
		if s.Side == study.All || s.Side == study.Least {
			return most
		}
		next = max(next, s.Next)
	}
	return min(most, 1.2*next)
}

// Capacity draws how far each strategy carries under each reading; the zero Drawing where the
// values are no numbers.
func (f *Frontier) Capacity() drawing.Drawing {
	least, unit := f.Values.Number(0)
	most, _ := f.Values.Number(len(f.Values.Values) - 1)
	if len(f.Edges) == 0 || math.IsNaN(most) || math.IsNaN(least) {
		return drawing.Drawing{}
	}
	var all []Survival
	for _, e := range f.Edges {
		s := Survival{Name: e.Strategy, Reading: e.Reading, Side: e.Side, Words: f.survives(&e)}
		s.Value, _ = f.Values.Number(e.At)
		s.Next, _ = f.Values.Number(e.Next)
		if math.IsNaN(s.Value + s.Next) {
			return drawing.Drawing{}
		}
		all = append(all, s)
	}
	return Capacity(drawing.Drawing{
		Title: "How far each strategy carries", Subtitle: f.header(),
		About: "survived values of " + f.Values.Path, Notes: []string{f.confidence(" ")},
	}, f.Values.Path, unit == "ms", least, most, all)
}
