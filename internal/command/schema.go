package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func init() { register(newSchema) }

func newSchema() *cobra.Command {
	kinds := []string{"scenarios", "strategies"}
	schemas := map[string]func() ([]byte, error){
		"scenarios": scenarios.Schema, "strategies": spec.Schema,
	}
	return &cobra.Command{
		Use:   "schema [scenarios|strategies]",
		Short: "Print the JSON Schema of scenario files, or of strategy files",
		Long: "Print the JSON Schema of scenario files, or of strategy files with every part there is, " +
			"for completion\nin editors. A file names its schema in its first line:\n" +
			"# yaml-language-server: $schema=scenario.schema.json",
		Example: `  tokenstorm schema > scenario.schema.json
  tokenstorm schema strategies > strategy.schema.json`,
		ValidArgs: kinds,
		Args:      takes(0, 1, "one kind of file"),
		RunE: func(c *cobra.Command, args []string) error {
			kind := append(args, kinds[0])[0]
			render, known := schemas[kind]
			if !known {
				return fmt.Errorf("found no schema of %q; meant %s", kind, unit.Meant(kind, kinds))
			}
			schema, err := render()
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(schema)
			return err
		},
	}
}
