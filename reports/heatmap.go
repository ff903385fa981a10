package reports

import (
	"fmt"

	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// HeatMap draws P(ban) of a sweep under one reading. Of one field that takes several values it is
// strategy x value; of two, a panel for each strategy. Of more, or where no field is varied, it is
// the zero Picture. A field of a single value is named, and takes no place.
func (e *Evidence) HeatMap(reading string) Picture {
	h := heatMap{
		evidence: e, reading: reading, variations: e.Study.Plan.Variations(), down: -1,
	}
	if !h.axes() {
		return Picture{}
	}
	f := frame{
		title:    "Share of runs that were banned",
		subtitle: e.head(study.Contestant{Scenario: e.Study.Plan.Base(), Reading: reading}, "P(ban)"),
		about:    "across: " + h.variations[h.across].Path,
		key: []keyEntry{heatKey("no run was banned", 0), heatKey("half of them", .5),
			heatKey("all of them", 1)},
		notes: []string{"A cell says how many runs of how many were banned, and by its colour " +
			"which share. 95 % intervals are in the table. None banned of n still allows a " +
			"probability of up to about 3.7/n."},
	}
	if h.down >= 0 {
		f.about += "; down, for each strategy: " + h.variations[h.down].Path
	}
	for i, v := range h.variations {
		if i != h.across && i != h.down {
			f.about += "; " + v.Path + "=" + v.Values[0]
		}
	}
	h.top = f.top() + 20
	h.lines()
	height := h.top + vg.Length(len(h.rows))*rowHeight + 24 + f.bottom(pageWidth)
	return Picture{pageWidth, height, func(p pen) {
		f.put(p, pageWidth, height)
		h.put(p)
	}}
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
	top        vg.Length
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

func (h *heatMap) put(p pen) {
	style := face(textSize, false, ink)
	left := margin
	for _, row := range h.rows {
		left = max(left, margin+style.Width(row.label)+8)
	}
	wide := min(90, (pageWidth-margin-left)/vg.Length(len(h.variations[h.across].Values)))
	for i, row := range h.rows {
		y := h.top + vg.Length(i)*rowHeight
		p.writeLeft(left-6, y+rowHeight/2, style, row.label)
		for k, cell := range row.cells {
			h.cell(p, left+vg.Length(k)*wide, y, wide, cell)
		}
	}
	small := face(smallSize, false, grey)
	taken := vg.Length(0)
	for k, value := range h.variations[h.across].Values {
		middle := left + (vg.Length(k)+.5)*wide
		if half := small.Width(value) / 2; middle-half > taken {
			p.write(middle-half, h.top-8, small, value)
			taken = middle + half + 4
		}
	}
}

func (h *heatMap) cell(p pen, x, y, wide vg.Length, of study.Proportion) {
	if of.N == 0 {
		return
	}
	p.box(x+.5, y+.5, x+wide-.5, y+rowHeight-.5, stripe)
	p.box(x+.5, y+.5, x+wide-.5, y+rowHeight-.5, faint(vermillion, heat(of.Share())))
	words := fmt.Sprintf("%d/%d", of.Hits, of.N)
	small := face(smallSize, false, ink)
	if width := small.Width(words); width < wide-2 {
		p.write(x+(wide-width)/2, y+rowHeight/2, small, words)
	}
}

// heat is how strong a colour a share has: even one run in many can be seen.
func heat(share float64) float64 {
	if share == 0 {
		return .04
	}
	return .12 + .78*share
}

func heatKey(label string, share float64) keyEntry {
	return boxKey(label, func(p pen, x0, y0, x1, y1 vg.Length) {
		p.box(x0, y0, x1, y1, faint(vermillion, heat(share)))
	})
}
