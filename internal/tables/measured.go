package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

// A measuredRow is a row of docs/measured.md.
type measuredRow struct{ figure, value, interval, commit, date, machine string }

// measuredTables are tables that rows of docs/measured.md are rendered to, by name.
var measuredTables = map[string]func([]measuredRow) (string, error){
	"engines": enginesTable,
	"growth":  growthTable,
}

// measuredCharts are charts that are drawn from such rows, by file.
var measuredCharts = map[string]func([]measuredRow) (drawing.Drawing, error){
	"engines.svg": enginesChart,
	"growth.svg":  growthChart,
}

// readMeasured reads docs/measured.md.
func readMeasured(folder string) (rows []measuredRow, err error) {
	file := filepath.Join(folder, "measured.md")
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	_, table, found := strings.Cut(string(text), "|:--- |\n")
	if !found {
		return nil, fmt.Errorf("%s has no table", file)
	}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(line, "| \n"), " | ")
		if len(cells) != 7 {
			return nil, fmt.Errorf("%s: found %q; meant a row of 7 cells", file, line)
		}
		rows = append(rows, measuredRow{cells[0], cells[1], cells[2], cells[4], cells[5], cells[6]})
	}
	return rows, nil
}

// wrong says that a row is not as it is to be.
func (r *measuredRow) wrong(err error) error {
	return fmt.Errorf("docs/measured.md, %s: %w", r.figure, err)
}

// provenance says when and where a row was measured.
func (r *measuredRow) provenance() string {
	return fmt.Sprintf("Commit %s, %s, %s.", r.commit, r.date, r.machine)
}
