package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

// writes is the annotation of flags that name what is written when all is done: a file or a folder.
const (
	writes       = "writes"
	writesFile   = "file"
	writesFolder = "folder"
)

// isWritten notes that a flag names a file, or a folder, that is written when all is done.
func isWritten(c *cobra.Command, flag, what string) {
	if err := c.Flags().SetAnnotation(flag, writes, []string{what}); err != nil {
		panic(err) // the flag was declared a line above
	}
}

// mayWrite refuses what the flags name and nobody can write, before anything is computed.
func mayWrite(c *cobra.Command) error {
	var wrong []error
	refuse := func(what, name, meant string, err error) {
		if path, ok := errors.AsType[*fs.PathError](err); ok {
			err = path.Err
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("found %s %s, which cannot be written: %w; meant %s", what,
				name, err, meant))
		}
	}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		kind, name := f.Annotations[writes], f.Value.String()
		switch {
		case kind == nil || name == "":
		case kind[0] == writesFolder:
			refuse("--"+f.Name, name, "a folder that can be, or can be made", outfile.MayFill(name))
		case f.Name != dashboardFlag || isPage(name):
			refuse("--"+f.Name, name, "a file that can be", outfile.MayWrite(name))
		}
	})
	summary, on := os.Getenv(summaryVariable), c.Flags().Lookup(githubFlag)
	if on != nil && on.Value.String() == "true" && summary != "" {
		refuse("$"+summaryVariable, summary, "a file that can be", outfile.MayWrite(summary))
	}
	return errors.Join(wrong...)
}
