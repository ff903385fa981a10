package review

import (
	"strconv"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A column is the title of a table's column, and its cell in a row.
type column struct {
	title string
	cell  func(row string) string
}

// table is a table of these rows, whose first column, of that title, names them.
func table(caption, title string, rows []string, columns ...column) *Table {
	t := &Table{Caption: caption, Columns: []string{title}}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.title)
	}
	for _, row := range rows {
		cells := []string{row}
		for _, c := range columns {
			cells = append(cells, c.cell(row))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// cell is a proportion in a table.
func cell(p study.Proportion) string {
	return strconv.Itoa(p.Hits) + " of " + strconv.Itoa(p.N) + ": " + p.String()
}

// banColumn is how many runs of a strategy had a ban.
func (v view) banColumn(title string) column {
	return column{title, func(strategy string) string { return cell(v.bans(strategy)) }}
}

// lossColumn is how many runs of a strategy lost a session.
func (v view) lossColumn(title string) column {
	return column{title, func(strategy string) string { return cell(v.losses(strategy)) }}
}

// column is what a figure of a strategy comes to.
func (v view) column(title string, f measure.Figure) column {
	return column{title, func(strategy string) string { return v.estimate(strategy, f).cell() }}
}

// byUsers are the columns of these numbers of users.
func byUsers(users []int, bans func(row string, users int) study.Proportion) []column {
	var columns []column
	for _, n := range users {
		columns = append(columns, column{strconv.Itoa(n) + " users", func(row string) string {
			return cell(bans(row, n))
		}})
	}
	return columns
}
