package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// fields renders a table for each mapping of a scenario file.
func fields() (string, error) {
	var b strings.Builder
	strict.Sections(new(scenarios.Scenario), func(path string, fields []strict.Field) {
		var rows [][]string
		for _, f := range fields {
			required := ""
			if f.Required {
				required = "yes"
			}
			rows = append(rows, []string{code(f.Key), f.Doc, required})
		}
		heading := []string{"key", "what it says", "required"}
		fmt.Fprintf(&b, "\n### %s\n\n%s", cmp.Or(path, "the file"), markdown(heading, rows))
	})
	return strings.TrimPrefix(b.String(), "\n"), nil
}
