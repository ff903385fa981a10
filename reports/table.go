package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Format is how a table is printed: aligned, unless it is Markdown.
type Format struct {
	Markdown bool // a pipe table, with all its columns
	Coloured bool // for a terminal that shows colours
	Width    int  // columns that do not fit are left out; 0: there is no limit
}

// Table writes a line for each strategy of the chapter, best outcome first, below one that names
// the run; below that the same of the parts of each run.
func Table(b *bytes.Buffer, c *Chapter, f Format) {
	var outcomes []*measure.Outcome
	for _, k := range c.Ranked() {
		outcomes = append(outcomes, &k.Tally.Outcome)
	}
	t := newFigureTable(c.Scenario, outcomes, "strategy")
	for _, k := range c.Ranked() {
		t.put(&k.Tally.Outcome, k.Strategy)
	}
	t.write(b, c.header(), f)
	PartTables(b, c.Scenario, outcomes, f)
}

// PartTables writes, for each way in which runs are cut into parts, a line for each part of each
// run, in the order of the runs. A run that stands alone is not named again.
func PartTables(
	b *bytes.Buffer, s *scenarios.Scenario, outcomes []*measure.Outcome, f Format,
) {
	for _, t := range partTables(s, outcomes) {
		fmt.Fprintln(b)
		t.write(b, t.header, f)
	}
}

// Parts are the same tables, for a page.
func (c *Chapter) Parts() []drawing.Table {
	all := []drawing.Table{}
	var outcomes []*measure.Outcome
	for _, k := range c.Ranked() {
		outcomes = append(outcomes, &k.Tally.Outcome)
	}
	for _, t := range partTables(c.Scenario, outcomes) {
		all = append(all, t.told())
	}
	return all
}

func partTables(s *scenarios.Scenario, outcomes []*measure.Outcome) (all []*figureTable) {
	for _, d := range measure.Dimensions() {
		heads := []string{"strategy", d.Name}
		alone := len(outcomes) == 1
		if alone {
			heads = heads[1:]
		}
		t := newFigureTable(s, outcomes, heads...)
		t.header = "By " + d.Name + ": " + d.About + ". " + own(s)
		for _, o := range outcomes {
			for _, name := range d.Parts(o) {
				heads := []string{o.Strategy, name}
				if alone {
					heads = heads[1:]
				}
				t.put(d.Part(o, name), heads...)
			}
		}
		if len(t.rows) > 0 {
			all = append(all, t)
		}
	}
	return all
}

// own says which of what befalls all is told of a part.
func own(s *scenarios.Scenario) string {
	if slices.ContainsFunc(s.Carriers(), func(c *scenarios.CarrierSpec) bool {
		return c.Grant == terms.GrantRefresh
	}) {
		return "Its bans and lost sessions are those that its own requests brought about."
	}
	return "Its bans are those that its own requests brought about."
}

// A figureTable has a column for each figure that is shown of a scenario's runs.
type figureTable struct {
	*grid
	header  string
	figures []measure.Figure
	rows    []table.Row
	bans    int // the index of that column
}

// newFigureTable has columns of these heads before the figures that such outcomes have.
func newFigureTable(
	s *scenarios.Scenario, outcomes []*measure.Outcome, heads ...string,
) *figureTable {
	burst, average := windowNames(s)
	windows := strings.NewReplacer("{burst}", burst, "{average}", average)
	names := len(heads)
	figures := measure.Had(measure.Shown(), outcomes)
	for _, figure := range figures {
		heads = append(heads, windows.Replace(figure.Head))
	}
	t := &figureTable{
		grid: newTable(text.AlignRight, heads...), figures: figures, bans: slices.Index(heads, "bans"),
	}
	t.left(names)
	for i := len(heads) - 1; i >= names; i-- {
		t.leaveOut(i)
	}
	return t
}

// put adds the line of an outcome.
func (t *figureTable) put(o *measure.Outcome, heads ...string) {
	var row table.Row
	for _, head := range heads {
		row = append(row, head)
	}
	for _, figure := range t.figures {
		if figure.Cell != nil {
			row = append(row, figure.Cell(o))
		} else {
			row = append(row, Quantity(figure, figure.Of(o)))
		}
	}
	t.rows = append(t.rows, row)
	t.AppendRow(row)
}

// told is the table as data.
func (t *figureTable) told() drawing.Table {
	told := drawing.Table{Caption: t.header}
	for _, column := range t.columns {
		told.Columns = append(told.Columns, strings.ReplaceAll(column.Name, "\n", " "))
	}
	for _, row := range t.rows {
		var line []string
		for _, cell := range row {
			line = append(line, fmt.Sprint(cell))
		}
		told.Lines = append(told.Lines, line)
	}
	return told
}

func (t *figureTable) write(b *bytes.Buffer, header string, f Format) {
	t.redden(f, func(row table.Row) bool { return row[t.bans] != "0" })
	putTable(b, t.grid, header, f)
}

// A grid is a table that knows which of its columns may be left out where it is too wide.
type grid struct {
	table.Writer
	columns []table.ColumnConfig
	least   []int // the indices of those that may be left out, the least important first
	folds   bool  // the last column is folded where the table is too wide
}

// newTable aligns its first column to the left, and the others as others says.
func newTable(others text.Align, columns ...string) *grid {
	t := &grid{Writer: table.NewWriter()}
	head := table.Row{}
	for i, name := range columns {
		head = append(head, name)
		align := others
		if i == 0 {
			align = text.AlignLeft
		}
		t.columns = append(t.columns, table.ColumnConfig{
			Name: name, Number: i + 1, Align: align, AlignHeader: align,
		})
	}
	t.AppendHeader(head)
	t.SetColumnConfigs(t.columns)
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	t.SuppressTrailingSpaces() // each is a diff waiting to happen
	return t
}

// left aligns the first n columns to the left.
func (g *grid) left(n int) {
	for i := range g.columns[:n] {
		g.columns[i].Align, g.columns[i].AlignHeader = text.AlignLeft, text.AlignLeft
	}
	g.SetColumnConfigs(g.columns)
}

// leaveOut lets columns be left out where the table is too wide: those of these indices, in this
// order.
func (g *grid) leaveOut(indices ...int) { g.least = append(g.least, indices...) }

// redden makes the bad rows red, if the format has colours.
func (g *grid) redden(f Format, bad func(table.Row) bool) {
	if !f.Coloured {
		return
	}
	g.SetRowPainter(func(row table.Row) text.Colors {
		if bad(row) {
			return text.Colors{text.FgRed}
		}
		return nil
	})
}

// fit renders as many columns as the width has room for, and names the others.
func (g *grid) fit(width int) (body string, left []string) {
	body = g.Render()
	for _, i := range g.least {
		if width == 0 || text.LongestLineLen(body) <= width {
			break
		}
		left = append(left, strings.ReplaceAll(g.columns[i].Name, "\n", " "))
		g.columns[i].Hidden = true
		g.SetColumnConfigs(g.columns)
		body = g.Render()
	}
	if g.folds && width > 0 && text.LongestLineLen(body) > width {
		body = g.folded(width)
	}
	return body, left
}

// leastFolded is the width that the last column has at least.
const leastFolded = 20

// folded renders the table with its last column folded, so that the width has room for it.
func (g *grid) folded(width int) string {
	last := &g.columns[len(g.columns)-1]
	last.Hidden = true
	g.SetColumnConfigs(g.columns)
	others := text.LongestLineLen(g.Render())
	last.Hidden = false
	last.WidthMax, last.WidthMaxEnforcer = max(leastFolded, width-others-2), text.WrapSoft
	g.SetColumnConfigs(g.columns)
	return g.Render()
}

// putTable writes the table below its header.
func putTable(b *bytes.Buffer, t *grid, header string, f Format) {
	if f.Markdown {
		fmt.Fprintf(b, "%s\n\n%s\n", header, t.RenderMarkdown())
		return
	}
	fmt.Fprintf(b, "%s\n\n", Fold(header, f.Width))
	putRows(b, t, f.Width)
}

// putRows writes the rows without a header, and below them which columns did not fit.
func putRows(b *bytes.Buffer, t *grid, width int) {
	body, left := t.fit(width)
	fmt.Fprintln(b, body)
	if len(left) > 0 {
		slices.Reverse(left)
		fmt.Fprintln(b, Fold(fmt.Sprintf("Left out at %d columns: %s.", width,
			strings.Join(left, ", ")), width))
	}
}
