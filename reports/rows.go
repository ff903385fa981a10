package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// ordered are the strategies in the order that all tables and charts of the study have.
func (e *Evidence) ordered() []string {
	return e.Study.Ordered(e.Study.Plan.Scenarios, e.Order, study.Survival...)
}

// orderNote says how they are ordered.
func (e *Evidence) orderNote() string {
	return orderNote(e.Order, " under "+e.Study.Plan.Readings[0]+
		": who harms in the fewest runs first, then who serves most")
}

// rows are the strategies in order; those that the runs do not tell apart, in any scenario of the
// study, are one row of tables that people read on a screen, unless all are wanted.
func (e *Evidence) rows(f Format) (rows [][]string) {
	names := e.ordered()
	if e.AllRows || f.Markdown {
		for _, name := range names {
			rows = append(rows, []string{name})
		}
		return rows
	}
	others := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == e.Baseline })
	rows = e.Study.Alike(e.Study.Plan.Scenarios, others, study.Survival...)
	at := slices.Index(names, e.Baseline) // what others are held against is always shown
	if at < 0 {
		return rows
	}
	after := slices.IndexFunc(rows, func(row []string) bool {
		return slices.Index(names, row[0]) > at
	})
	if after < 0 {
		after = len(rows)
	}
	return slices.Insert(rows, after, []string{e.Baseline})
}

// more is the row that stands for those who are like the one above it.
func more(row []string) string { return fmt.Sprintf("… and %d more like it", len(row)-1) }

// appendRow adds the row of the first of those who are alike, and the one that stands for the
// others, which has nothing to say but in the cells that tell of them all.
func (g *grid) appendRow(of []string, first table.Row, others ...any) {
	g.AppendRow(first)
	if len(of) > 1 {
		g.AppendRow(append(table.Row{more(of)}, others...))
	}
}

// folded names who is told as one row.
func (e *Evidence) folded(b *bytes.Buffer, f Format) {
	for _, row := range e.rows(f) {
		if len(row) > 1 {
			line := fmt.Sprintf("Like %s, as far as the runs tell, and not shown (--rows all shows "+
				"them): %s.", row[0], strings.Join(row[1:], ", "))
			width := f.Width
			if width == 0 {
				width = proseWidth
			}
			fmt.Fprintf(b, "%s\n\n", Fold(line, width))
		}
	}
}

// proseWidth is that of prose whose width nobody says (assumed).
const proseWidth = 90

// bannedOf says in how many of the runs those who are alike were banned: the fewest and the most.
func (e *Evidence) bannedOf(c study.Contestant, row []string) string {
	var hits, n []int
	for _, strategy := range row {
		c.Strategy = strategy
		p := e.proportion(c, "banned")
		hits, n = append(hits, p.Hits), append(n, p.N)
	}
	if len(n) == 0 {
		return ""
	}
	fewest, most := slices.Min(hits), slices.Max(hits)
	if fewest == most {
		return fmt.Sprintf("%d of %d", most, slices.Max(n))
	}
	return fmt.Sprintf("%d to %d of %d", fewest, most, slices.Max(n))
}
