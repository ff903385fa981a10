package reports

import (
	"bytes"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A cut is a contestant's runs as a whole, or one part of each of them.
type cut struct {
	part   bool
	names  []string // of the part, in its dimension's place, the others are empty
	shared []string // the names that it has in the runs of all contestants
	of     func(measure.Figure) measure.Figure
}

// cuts are the whole, and the parts of the runs of a contestant.
func (e *Evidence) cuts(c study.Contestant) []cut {
	dimensions := measure.Dimensions()
	none := make([]string, len(dimensions))
	all := []cut{{false, none, none, func(f measure.Figure) measure.Figure { return f }}}
	for i, d := range dimensions {
		for _, name := range e.partsOf(c, &d) {
			names, shared := slices.Clone(none), slices.Clone(none)
			names[i], shared[i] = name, d.Shared(c.Strategy, name)
			all = append(all, cut{true, names, shared, func(f measure.Figure) measure.Figure {
				return d.Of(f, shared[i])
			}})
		}
	}
	return all
}

// partsOf names the parts of a contestant's runs, which are those of any of them.
func (e *Evidence) partsOf(c study.Contestant, d *measure.Dimension) []string {
	for o := range e.Study.Outcomes(c) {
		if o != nil {
			return d.Parts(o)
		}
	}
	return nil
}

// A partFigure is a column of the tables of parts.
type partFigure struct {
	name, head string
	mean       bool // alone: one rare run can move it by any amount
}

var partFigures = []partFigure{
	{name: "success", head: "succeeded\nmean"},
	{name: "bans", head: "bans\nmean", mean: true},
	{name: "sessions_lost", head: "sessions lost\nmean", mean: true},
	{name: "token_requests", head: "token requests\nmedian"},
	{name: "killed", head: "401s: killed\nmedian"},
	{name: "p50", head: "p50\nmedian"},
	{name: "p99", head: "p99\nmedian"},
}

// parts writes, for each way in which runs are cut into parts, a line for each part of the runs of
// each strategy.
func (e *Evidence) parts(b *bytes.Buffer, c study.Contestant, f Format) {
	columns := slices.DeleteFunc(slices.Clone(partFigures), func(p partFigure) bool {
		return !e.has(p.name)
	})
	for _, d := range measure.Dimensions() {
		heads := []string{"strategy", d.Name}
		for _, column := range columns {
			heads = append(heads, column.head)
		}
		t := newTable(text.AlignRight, heads...)
		t.left(2)
		for i := len(heads) - 2; i > 2; i-- { // p99 stays
			t.leaveOut(i)
		}
		for _, alike := range e.rows(f) {
			k := contestantOf(c, alike[0])
			for _, name := range e.partsOf(k, &d) {
				row := table.Row{k.Strategy, name}
				for _, column := range columns {
					print := e.estimateOf
					if column.mean {
						print = e.meanOf
					}
					row = append(row, print(k, d.Of(figureOf(column.name), name)))
				}
				t.AppendRow(row)
			}
			if len(alike) > 1 && t.Length() > 0 {
				t.AppendRow(table.Row{more(alike)})
			}
		}
		if t.Length() > 0 {
			e.put(b, t, e.head(c, "by "+d.Name+": "+d.About), f)
		}
	}
}
