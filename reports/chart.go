package reports

import (
	"cmp"
	"slices"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

// A Chart is a way to look at a chapter. To add one, register it in a file of this package:
// pictures, page, lists and documents then have it.
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
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Name, b.Name))
	})
}

// rowHeight is that of a chart with one line for each strategy, in points.
const rowHeight = 17

// sheet is a drawing of the chapter that has no marks yet, but a row for each contestant.
func (c *Chapter) sheet(title string, ranked []*Contestant, rowHeight float64) drawing.Drawing {
	d := drawing.Drawing{
		Title: title, Subtitle: c.header(), About: c.Scenario.About, RowHeight: rowHeight,
	}
	for _, k := range ranked {
		d.Rows = append(d.Rows, k.Strategy)
	}
	return d
}

// tableOf says in words what a chart shows: a line for each contestant.
func tableOf(
	caption string, columns []string, ranked []*Contestant, line func(*Contestant) []string,
) drawing.Table {
	t := drawing.Table{Caption: caption, Columns: append([]string{"strategy"}, columns...)}
	for _, k := range ranked {
		t.Lines = append(t.Lines, append([]string{k.Strategy}, line(k)...))
	}
	return t
}
