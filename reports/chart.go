package reports

import (
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

// A Chart is a way to look at a chapter. A file of this package that registers one is all that it
// takes: pictures, page, lists and documents have it then.
type Chart struct {
	Name  string // as files are named after it
	About string // what it shows, for the text beside it
	rank  int    // place among the charts

	// Draw returns the zero Drawing where the chapter has nothing that the chart could show.
	Draw func(*Chapter) drawing.Drawing
}

var charts []Chart

// register adds a chart; a second one of the same name is a mistake in this package.
func register(c Chart) {
	for _, other := range charts {
		if other.Name == c.Name {
			panic("reports: two charts named " + c.Name)
		}
	}
	charts = append(charts, c)
}

// Charts returns all charts in the order in which they are to be read.
func Charts() []Chart {
	return slices.SortedFunc(slices.Values(charts), func(a, b Chart) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return strings.Compare(a.Name, b.Name)
	})
}

// rowHeight is that of a chart with one line for each strategy, in points.
const rowHeight = 17

// namesOf are the strategies, for the rows of a chart.
func namesOf(ranked []Contestant) []string {
	names := make([]string, len(ranked))
	for i := range ranked {
		names[i] = ranked[i].Strategy
	}
	return names
}

// column is a column of texts, one for each row.
func column(name string, width float64, texts []string) drawing.Panel {
	p := drawing.Panel{Name: name, Width: width}
	for i, text := range texts {
		p.Marks = append(p.Marks, drawing.Mark{Shape: drawing.Text, Row: i, Text: text,
			Colour: drawing.Ink})
	}
	return p
}
