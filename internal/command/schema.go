package command

import (
	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

func init() { register(newSchema) }

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of scenario files",
		Long: "Print the JSON Schema of scenario files, for completion in editors. A file names its " +
			"schema in\nits first line: # yaml-language-server: $schema=scenario.schema.json",
		Example: `  tokenstorm schema > scenario.schema.json`,
		Args:    atMost(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			schema, err := scenarios.Schema()
			if err != nil {
				return err
			}
			_, err = c.OutOrStdout().Write(schema)
			return err
		},
	}
}
