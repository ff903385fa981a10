// Command tables writes the tables of docs that list what the code registers, so that who adds a
// part, a reading or a scenario writes no row: go generate runs it. A table of a page stands
// between two comments:
//
//	<!-- table NAME: written by go generate -->
//	<!-- end of table -->
//
// Some have what docs/measured.md notes, which charts of docs are drawn from as well. It also
// writes the comments of the structs that printed JSON is made of, for their schemas.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	text, err := comments(".")
	if err == nil {
		err = os.WriteFile(commentsFile, []byte(text), 0o644)
	}
	if err == nil {
		err = write("docs")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tables:", err)
		os.Exit(1)
	}
}

// write renders the tables of all pages of a folder anew.
func write(folder string) error {
	pages, err := rendered(folder)
	if err != nil {
		return err
	}
	for _, page := range slices.Sorted(maps.Keys(pages)) {
		if err := os.WriteFile(page, []byte(pages[page]), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// rendered returns the pages and charts of a folder, by path, that are not what they are to be, as
// they are to be.
func rendered(folder string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.md"))
	if err != nil {
		return nil, err
	}
	rows, err := readMeasured(folder)
	if err != nil {
		return nil, err
	}
	tables := maps.Clone(tables)
	for name, table := range measuredTables {
		tables[name] = func() (string, error) { return table(rows) }
	}
	pages, seen := map[string]string{}, map[string]bool{}
	for _, file := range files {
		before, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		after, err := render(string(before), tables, seen)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if after != string(before) {
			pages[file] = after
		}
	}
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		if !seen[name] {
			return nil, fmt.Errorf("no page of %s has the table %q: give it its comments", folder, name)
		}
	}
	return pages, draw(folder, rows, pages)
}

// draw adds the charts that are not what they are to be.
func draw(folder string, rows []measuredRow, pages map[string]string) error {
	for name, chart := range measuredCharts {
		drawing, err := chart(rows)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if drawing.IsZero() { // nothing was measured yet
			continue
		}
		var after bytes.Buffer
		if err := drawing.WriteSVG(&after); err != nil {
			return err
		}
		file := filepath.Join(folder, name)
		before, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if after.String() != string(before) {
			pages[file] = after.String()
		}
	}
	return nil
}

var block = regexp.MustCompile(
	`(?s)(<!-- table ([a-z-]+): written by go generate -->\n).*?(<!-- end of table -->\n)`)

// render returns the page with its tables as they are to be, and notes which it has.
func render(
	page string, tables map[string]func() (string, error), seen map[string]bool,
) (string, error) {
	var failed error
	text := block.ReplaceAllStringFunc(page, func(found string) string {
		parts := block.FindStringSubmatch(found)
		table, known := tables[parts[2]]
		if !known {
			failed = fmt.Errorf("no table is called %q; there are %s", parts[2],
				strings.Join(slices.Sorted(maps.Keys(tables)), ", "))
			return found
		}
		seen[parts[2]] = true
		rows, err := table()
		if err != nil {
			failed = fmt.Errorf("table %s: %w", parts[2], err)
		}
		return parts[1] + "\n" + rows + "\n" + parts[3]
	})
	return text, failed
}

// markdown renders rows below a heading.
func markdown(heading []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(heading)
	b.WriteString("|" + strings.Repeat(":--- |", len(heading)) + "\n")
	for _, row := range rows {
		line(row)
	}
	return b.String()
}

// code renders a name as code.
func code(name string) string { return "`" + name + "`" }
