package command

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

// template is a scenario that shows and explains every section.
//
//go:embed template.yaml
var template []byte

func init() { register(newInit) }

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a commented scenario to start from",
		Long: "Write a commented scenario to start from, which runs as it is. FILE is " +
			"my-scenario.yaml\nunless it is named; - is standard output.",
		Example: `  tokenstorm init
  tokenstorm init our-shop.yaml && tokenstorm run our-shop.yaml --strategy naive`,
		Args: takes(0, 1, "one file"),
		RunE: func(c *cobra.Command, args []string) error {
			file := append(args, "my-scenario.yaml")[0]
			if filepath.Ext(file) != ".yaml" && !outfile.IsStdout(file) {
				return fmt.Errorf("found %s; meant a file ending in .yaml: by that the other commands "+
					"tell it from a name", file)
			}
			err := outfile.Create(c.OutOrStdout(), file, func(w io.Writer) error {
				_, err := w.Write(template)
				return err
			})
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s exists already and is left as it is; name another file", file)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(beside(c, file), "wrote %s\ntry: tokenstorm run %s --strategy naive\n",
				file, file)
			return err
		},
	}
}
