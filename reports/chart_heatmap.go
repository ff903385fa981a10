package reports

import (
	"fmt"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func init() {
	registerStudy(StudyChart{
		Name: "heatmap", rank: 8,
		About: "Of a sweep, the share of runs that were banned, for each value of one or two fields.",
		Draw:  func(e *Evidence) []Picture { return e.each(e.HeatMap) },
	})
}

// MostAxes is how many fields of several values a heat map can have.
const MostAxes = 2

// HeatMap draws P(ban) of a sweep under one reading. Of one field that takes several values it is
// strategy x value; of two, a row for each strategy and value of the second. Of more, or where no
// field is varied, it is the zero Drawing. A field of a single value is named, and takes no place.
func (e *Evidence) HeatMap(reading string) drawing.Drawing {
	plan := &e.Study.Plan
	across, down, about, fine := axesOf(plan.Variations())
	if !fine {
		return drawing.Drawing{}
	}
	d := drawing.Drawing{
		Title:    "Share of runs that were banned",
		Subtitle: e.runs([]string{reading}, "P(ban)"),
		About:    about, RowHeight: rowHeight,
		Key: []drawing.Entry{heatKey("no run was banned", 0), heatKey("half of them", .5),
			heatKey("all of them", 1)},
		Notes: []string{"A cell says how many runs of how many were banned, and by its colour " +
			"which share. 95 % intervals are in the table. None banned of n still allows a " +
			"probability of up to about 3.7/n."},
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
	for _, strategy := range plan.Strategies {
		for i, second := range down.Values {
			label := second
			if i == 0 {
				label = strings.TrimRight(strategy+"   "+second, " ")
			}
			line := []string{label}
			for k, first := range across.Values {
				of := e.proportion(study.Contestant{
					Scenario: scenarioAt(plan, map[string]string{across.Path: first, down.Path: second}),
					Reading:  reading, Strategy: strategy,
				}, "banned")
				line = append(line, of.String())
				if of.N > 0 {
					p.Add(drawing.Mark{Shape: drawing.Box, Row: len(d.Rows), X: float64(k),
						To: float64(k + 1), Colour: drawing.Bad, Tint: heat(of.Share()),
						Text: fmt.Sprintf("%d/%d", of.Hits, of.N)})
				}
			}
			d.Rows, d.Table.Lines = append(d.Rows, label), append(d.Table.Lines, line)
		}
	}
	d.Panels = []drawing.Panel{p}
	return d
}

// axesOf chooses the fields of columns and rows, and says what is varied. It is not fine if no
// field is varied, or if more than MostAxes of them have several values. If only the columns vary,
// down has one empty value.
func axesOf(all []study.Variation) (across, down study.Variation, about string, fine bool) {
	var several, single []study.Variation
	for _, v := range all {
		if len(v.Values) > 1 {
			several = append(several, v)
		} else {
			single = append(single, v)
		}
	}
	if len(several) == 0 && len(single) > 0 { // the first is the column
		several, single = single[:1], single[1:]
	}
	if len(several) == 0 || len(several) > MostAxes {
		return across, down, "", false
	}
	across, down.Values = several[0], []string{""}
	about = "across: " + across.Path
	if len(several) == MostAxes {
		down = several[1]
		about += "; down, for each strategy: " + down.Path
	}
	for _, v := range single {
		about += "; " + v.Path + "=" + v.Values[0]
	}
	return across, down, about, true
}

// scenarioAt is the scenario in which the fields have these values, by their paths. A field without
// one here has a single value.
func scenarioAt(plan *study.Plan, values map[string]string) string {
	var all []string
	for _, v := range plan.Variations() {
		value, ok := values[v.Path]
		if !ok {
			value = v.Values[0]
		}
		all = append(all, value)
	}
	return plan.At(all)
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
