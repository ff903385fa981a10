package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// overview writes strategy x scenario: the bans under each reading. The strategies that survived
// most of their runs come first.
func overview(w io.Writer, chapters []Chapter, f Format) error {
	readings := allReadings(chapters)
	columns := []string{"strategy", "runs survived"}
	for i := range chapters {
		columns = append(columns, chapters[i].Scenario.Name)
	}
	t := newTable(text.AlignRight, columns...)
	for _, line := range overviewLines(chapters, readings) {
		row := table.Row{line.strategy, fmt.Sprintf("%d of %d", line.survived, line.runs)}
		for _, cell := range line.cells {
			row = append(row, cell)
		}
		t.AppendRow(row)
	}
	return putTable(w, t, fmt.Sprintf("Bans under the readings %s, in this order; %s: not run. "+
		"Bans that the scenario imposes are counted where hits kept them up to the end. One run "+
		"per figure: no interval can be given.", strings.Join(readings, " / "), unit.None), f)
}

type overviewLine struct {
	strategy       string
	survived, runs int
	cells          []string
}

func overviewLines(chapters []Chapter, readings []string) []overviewLine {
	var names []string
	for i := range chapters {
		for _, k := range chapters[i].Contestants {
			names = append(names, k.Strategy)
		}
	}
	slices.Sort(names)
	var lines []overviewLine
	for _, name := range slices.Compact(names) {
		line := overviewLine{strategy: name}
		for i := range chapters {
			line.cells = append(line.cells, line.cell(&chapters[i], readings))
		}
		lines = append(lines, line)
	}
	// Both are shares of runs; compared without division. Names are in order already.
	slices.SortStableFunc(lines, func(a, b overviewLine) int {
		return cmp.Compare(b.survived*a.runs, a.survived*b.runs)
	})
	return lines
}

// cell prints the bans of one scenario, one figure per reading, and counts the runs.
func (l *overviewLine) cell(c *Chapter, readings []string) string {
	i := slices.IndexFunc(c.Contestants, func(k Contestant) bool {
		return k.Strategy == l.strategy
	})
	if i < 0 {
		return unit.None
	}
	var bans []string
	for _, reading := range readings {
		o := c.Contestants[i].verdict(reading)
		if o == nil {
			bans = append(bans, unit.None)
			continue
		}
		l.runs++
		own := c.Own(o)
		if own == 0 {
			l.survived++
		}
		bans = append(bans, unit.Count(own))
	}
	return strings.Join(bans, " / ")
}

func allReadings(chapters []Chapter) []string {
	var names []string
	for i := range chapters {
		for _, name := range chapters[i].readings() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
