package command

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func init() { register(newSchema) }

func newSchema() *cobra.Command {
	schemas := map[string]func() ([]byte, error){
		"scenarios": scenarios.Schema, "strategies": spec.Schema,
	}
	names := []string{"scenarios", "strategies"}
	return &cobra.Command{
		Use:   "schema [scenarios|strategies]",
		Short: "Print the JSON Schema of scenario files, or of strategy files",
		Long: "Print the JSON Schema of scenario files, or of strategy files with every part there is, " +
			"for completion\nin editors. A file names its schema in its first line:\n" +
			"# yaml-language-server: $schema=scenario.schema.json",
		Example: `  tokenstorm schema > scenario.schema.json
  tokenstorm schema strategies > strategy.schema.json`,
		ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("schema takes one kind of file, not %d", len(args))
			}
			if len(args) == 1 && !slices.Contains(names, args[0]) {
				return fmt.Errorf("no schema of %q; meant %s", args[0], unit.Meant(args[0], names))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			schema, err := schemas[append(args, names[0])[0]]()
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(schema)
			return err
		},
	}
}
