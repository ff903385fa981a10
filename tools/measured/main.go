// Command measured notes figures in docs/measured.md:
//
//	cd tools && go run ./measured COMMAND DATE <figures
//
// The figures are lines of three members with tabs between them: the figure, its value, and its
// interval. Each replaces the row of the table that has the same figure; the other rows stay. To a
// row belong the commit of the tree, which must not differ from it, and this machine.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

const (
	page = "../docs/measured.md"
	head = "| figure | value | interval | command | commit | date | machine |\n" +
		"|:--- |:--- |:--- |:--- |:--- |:--- |:--- |\n"
)

// columns is how many cells a row has.
var columns = strings.Count(head, "|:")

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "measured: give a command and a date")
		os.Exit(1)
	}
	if err := run(os.Stdin, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "measured:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, command, date string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	before, table, found := strings.Cut(string(text), head)
	if !found {
		return fmt.Errorf("%s has no table that begins with\n%s", page, head)
	}
	rows, err := parse(table)
	if err != nil {
		return err
	}
	commit, err := commit()
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		figure := strings.Split(lines.Text(), "\t")
		if len(figure) != 3 || strings.Contains(lines.Text(), "|") {
			return fmt.Errorf("found %q; meant figure, value and interval, tabs between, no |",
				lines.Text())
		}
		rows = put(rows, append(figure, "`"+command+"`", commit, date, machine()))
	}
	if err := lines.Err(); err != nil {
		return err
	}
	var out strings.Builder
	out.WriteString(before + head)
	for _, row := range rows {
		fmt.Fprintf(&out, "| %s |\n", strings.Join(row, " | "))
	}
	return os.WriteFile(page, []byte(out.String()), 0o644)
}

// parse reads the rows of the table, which ends the page.
func parse(table string) (rows [][]string, err error) {
	for line := range strings.Lines(table) {
		inner, _ := strings.CutPrefix(line, "| ")
		inner, closed := strings.CutSuffix(inner, " |\n")
		row := strings.Split(inner, " | ")
		if !closed || len(row) != columns {
			return nil, fmt.Errorf("%s: found %q; meant a row of %d cells", page, line, columns)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// put replaces the row of the same figure, or adds one.
func put(rows [][]string, row []string) [][]string {
	same := func(other []string) bool { return other[0] == row[0] }
	if i := slices.IndexFunc(rows, same); i >= 0 {
		rows[i] = row
		return rows
	}
	return append(rows, row)
}

// commit returns the name of the commit that the tree is at, the page itself left out.
func commit() (string, error) {
	changes, err := exec.Command("git", "status", "--porcelain", "--", "..", ":!"+page).Output()
	if err != nil {
		return "", err
	}
	if len(changes) > 0 {
		return "", errors.New("the tree differs from its commit: commit first, so that the figure " +
			"names what was measured\n" + string(changes))
	}
	name, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	return string(bytes.TrimSpace(name)), err
}

// machine describes the processor, its cores and the version of Go.
func machine() string {
	processor := runtime.GOARCH
	text, _ := os.ReadFile("/proc/cpuinfo") // Linux alone has it
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			processor = strings.TrimSpace(value)
		}
	}
	return fmt.Sprintf("%s, %d cores, %s", processor, runtime.NumCPU(), runtime.Version())
}
