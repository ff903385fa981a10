package reports

import (
	"fmt"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// HeatMap draws P(ban) of a sweep under one reading. Of one field that takes several values it is
// strategy x value; of two, a row for each strategy and value of the second. Of more, or where no
// field is varied, it is the zero Drawing. A field of a single value is named, and takes no place.
func (e *Evidence) HeatMap(reading string) drawing.Drawing {
	h := heatMap{
		evidence: e, reading: reading, variations: e.Study.Plan.Variations(), down: -1,
	}
	if !h.axes() {
		return drawing.Drawing{}
	}
	across := h.variations[h.across]
	d := drawing.Drawing{
		Title:    "Share of runs that were banned",
		Subtitle: e.head(study.Contestant{Scenario: e.Study.Plan.Base(), Reading: reading}, "P(ban)"),
		About:    "across: " + across.Path, RowHeight: rowHeight,
		Key: []drawing.Entry{heatKey("no run was banned", 0), heatKey("half of them", .5),
			heatKey("all of them", 1)},
		Notes: []string{"A cell says how many runs of how many were banned, and by its colour " +
			"which share. 95 % intervals are in the table. None banned of n still allows a " +
			"probability of up to about 3.7/n."},
	}
	if h.down >= 0 {
		d.About += "; down, for each strategy: " + h.variations[h.down].Path
	}
	for i, v := range h.variations {
		if i != h.across && i != h.down {
			d.About += "; " + v.Path + "=" + v.Values[0]
		}
	}
	p := drawing.Panel{X: &drawing.Axis{Max: float64(len(across.Values)), Label: across.Path}}
	const widest, most = 90, 500 // of a column, and of all together before they share the room
	if width := widest * len(across.Values); width < most {
		p.Width = float64(width)
	}
	d.Table = drawing.Table{Caption: d.Title, Columns: append([]string{"strategy"}, across.Values...)}
	for i, value := range across.Values {
		p.X.Ticks = append(p.X.Ticks, drawing.Tick{Value: float64(i) + .5, Label: value})
	}
	h.lines()
	for i, row := range h.rows {
		d.Rows = append(d.Rows, row.label)
		line := []string{row.label}
		for k, of := range row.cells {
			line = append(line, of.String())
			if of.N > 0 {
				p.Marks = append(p.Marks, drawing.Mark{Shape: drawing.Box, Row: i, X: float64(k),
					To: float64(k + 1), Colour: drawing.Bad, Tint: heat(of.Share()),
					Text: fmt.Sprintf("%d/%d", of.Hits, of.N)})
			}
		}
		d.Table.Lines = append(d.Table.Lines, line)
	}
	d.Panels = []drawing.Panel{p}
	return d
}

// MostAxes is how many fields of several values a heat map can have.
const MostAxes = 2

// A heatMap is its rows of cells.
type heatMap struct {
	evidence   *Evidence
	reading    string
	variations []study.Variation
	across     int // which of them the columns are
	down       int // which of them the rows of a panel are; -1: none
	rows       []heatRow
}

type heatRow struct {
	label string
	cells []study.Proportion
}

// axes chooses the fields of columns and rows, if there are so many and no more.
func (h *heatMap) axes() bool {
	var several []int
	for i, v := range h.variations {
		if len(v.Values) > 1 {
			several = append(several, i)
		}
	}
	switch {
	case len(h.variations) == 0 || len(several) > MostAxes:
		return false
	case len(several) > 0:
		h.across = several[0]
	}
	if len(several) == MostAxes {
		h.down = several[1]
	}
	return true
}

// lines collects the rows: strategies, or strategies and the values of the second field.
func (h *heatMap) lines() {
	down := []string{""}
	if h.down >= 0 {
		down = h.variations[h.down].Values
	}
	for _, strategy := range h.evidence.Study.Plan.Strategies {
		for i, second := range down {
			row := heatRow{label: strategy}
			if second != "" {
				row.label = second
				if i == 0 {
					row.label = strategy + "   " + second
				}
			}
			for _, first := range h.variations[h.across].Values {
				c := study.Contestant{
					Scenario: h.point(first, second), Reading: h.reading, Strategy: strategy,
				}
				row.cells = append(row.cells, h.evidence.proportion(c, "banned"))
			}
			h.rows = append(h.rows, row)
		}
	}
}

// point is the scenario with these values of the axes.
func (h *heatMap) point(across, down string) string {
	var values []string
	for i, v := range h.variations {
		switch i {
		case h.across:
			values = append(values, across)
		case h.down:
			values = append(values, down)
		default:
			values = append(values, v.Values[0])
		}
	}
	return h.evidence.Study.Plan.At(values)
}

// heat is how strong a colour a share has: even one run in many can be seen.
func heat(share float64) float64 {
	if share == 0 {
		return .04
	}
	return .12 + .78*share
}

func heatKey(label string, share float64) drawing.Entry {
	return drawing.Entry{Shape: drawing.Box, Colour: drawing.Bad, Tint: heat(share), Label: label}
}
