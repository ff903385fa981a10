package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// overview writes strategy x scenario: the bans under each reading. The strategies that survived
// most of their runs come first.
func overview(b *bytes.Buffer, chapters []Chapter, f Format) {
	readings := allReadings(chapters)
	columns := []string{"strategy", "runs survived"}
	for i := range chapters {
		columns = append(columns, chapters[i].Scenario.Name)
	}
	t := newTable(text.AlignRight, columns...)
	for _, line := range overviewLines(chapters, readings) {
		t.AppendRow(append(table.Row{line.strategy,
			fmt.Sprintf("%d of %d", line.survived, line.runs)}, line.cells...))
	}
	lost := ""
	if slices.ContainsFunc(chapters, hasSessions) {
		lost = "Who lost sessions (lost) has not survived. "
	}
	putTable(b, t, fmt.Sprintf("Bans under the readings %s, in this order; %s: not run. "+
		"Bans that the scenario imposes are counted where hits kept them up to the end. %sOne run "+
		"per figure: no interval can be given.", strings.Join(readings, " / "), unit.None, lost), f)
}

// hasSessions reports whether there are sessions that can be lost.
func hasSessions(c Chapter) bool {
	return slices.ContainsFunc(c.Contestants, func(k Contestant) bool {
		return k.Tally.Sessions != nil
	})
}

type overviewLine struct {
	strategy       string
	survived, runs int
	cells          table.Row
}

func overviewLines(chapters []Chapter, readings []string) []overviewLine {
	var lines []overviewLine
	for _, name := range strategyNames(chapters) {
		line := overviewLine{strategy: name}
		for i := range chapters {
			line.add(&chapters[i], readings)
		}
		lines = append(lines, line)
	}
	// Both are shares of runs; compared without division. Names are in order already.
	slices.SortStableFunc(lines, func(a, b overviewLine) int {
		return cmp.Compare(b.survived*a.runs, a.survived*b.runs)
	})
	return lines
}

// add puts a cell with the bans of one scenario, one figure per reading, and counts the runs.
func (l *overviewLine) add(c *Chapter, readings []string) {
	i := slices.IndexFunc(c.Contestants, func(k Contestant) bool {
		return k.Strategy == l.strategy
	})
	if i < 0 {
		l.cells = append(l.cells, unit.None)
		return
	}
	bans := make([]string, len(readings))
	for r, reading := range readings {
		bans[r] = unit.None
		if o := c.Contestants[i].verdict(reading); o != nil {
			if l.runs++; c.Survives(o) {
				l.survived++
			}
			if bans[r] = unit.Count(c.Own(o)); o.Sessions != nil && o.Sessions.Lost > 0 {
				bans[r] += fmt.Sprintf(" (%d lost)", o.Sessions.Lost)
			}
		}
	}
	l.cells = append(l.cells, strings.Join(bans, " / "))
}

// strategyNames are those of all chapters, in alphabetical order.
func strategyNames(chapters []Chapter) []string {
	var names []string
	for i := range chapters {
		for _, k := range chapters[i].Contestants {
			names = append(names, k.Strategy)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func allReadings(chapters []Chapter) []string {
	var names []string
	for i := range chapters {
		for _, name := range chapters[i].Readings() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
