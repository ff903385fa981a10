package command

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/fakecarrier/stubs"
	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/hunt"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func init() { register(newSchema) }

// listed is the value of --of where none is given.
const listed = "list"

func newSchema() *cobra.Command {
	kinds := []string{"scenarios", "strategies", "bounds", "stubs"}
	schemas := map[string]func() ([]byte, error){
		"scenarios": scenarios.Schema, "strategies": spec.Schema, "bounds": hunt.Schema,
		"stubs": stubs.Schema,
	}
	var of string
	c := &cobra.Command{
		Use:   "schema [scenarios|strategies|bounds|stubs] | schema --of COMMAND",
		Short: "Print the JSON Schema of scenario files, of strategy files, or of what is printed",
		Long: "Print the JSON Schema of scenario files, of strategy files with every part there is, " +
			"of the\nbounds of a hunt, or of stubs for serve, for completion in editors. A file names " +
			"its schema in\nits first line:\n" +
			"# yaml-language-server: $schema=scenario.schema.json\n\nWith --of, print the schema of the " +
			"JSON that a command prints, or a file holds; --of alone lists\nthem. Each has a number, " +
			"which stands below \"format\": another number has another schema.",
		Example: `  tokenstorm schema > scenario.schema.json
  tokenstorm schema strategies > strategy.schema.json
  tokenstorm schema --of
  tokenstorm schema --of compare > compare.schema.json`,
		ValidArgs: kinds,
		Args:      takes(0, 1, "one kind of file"),
		RunE: func(c *cobra.Command, args []string) error {
			if of != "" {
				return printSchemaOf(c.OutOrStdout(), append(args, of)[0])
			}
			kind := append(args, kinds[0])[0]
			render, known := schemas[kind]
			if !known {
				return fmt.Errorf("found no schema of %q; meant %s", kind, unit.Meant(kind, kinds))
			}
			text, err := render()
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(text)
			return err
		},
	}
	c.Flags().StringVar(&of, "of", "", "the command, or the file, whose JSON is described; without "+
		"one, list them")
	c.Flags().Lookup("of").NoOptDefVal = listed
	return c
}

// printSchemaOf prints the schema of what a command prints, or of a kind of file, or lists them.
func printSchemaOf(w io.Writer, name string) error {
	if name == listed {
		reports.List(w, entries(schema.Formats(), aboutFormat), formatFor(w).Width)
		return nil
	}
	f, err := formatOf(name)
	if err != nil {
		return err
	}
	text, err := f.Schema().Text()
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// aboutFormat is a format in a list: its number, whose it is, and what it is.
func aboutFormat(f *schema.Format) reports.Entry {
	whose := ""
	if len(f.Commands) > 0 {
		whose = " of " + strings.Join(f.Commands, ", ")
	}
	return reports.Entry{
		Name: f.Name, About: fmt.Sprintf("format %d%s: %s", f.Number, whose, f.About),
	}
}

// formatOf is the format of that name, or that the command of that name prints.
func formatOf(name string) (*schema.Format, error) {
	var known []string
	for _, f := range schema.Formats() {
		if f.Name == name || slices.Contains(f.Commands, name) {
			return f, nil
		}
		known = append(append(known, f.Name), f.Commands...)
	}
	return nil, fmt.Errorf("found no schema of what %q prints; meant %s", name,
		unit.Meant(name, known))
}
