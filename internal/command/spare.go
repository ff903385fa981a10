package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
)

// spareInputs refuses an output that is one of the files that the command line names to be read:
// what is read is somebody's data, and is never replaced.
func spareInputs(c *cobra.Command, args []string) error {
	var read []string
	for _, arg := range args {
		matches, err := filepath.Glob(arg)
		if err != nil {
			matches = nil // no pattern
		}
		read = append(append(read, arg), matches...)
	}
	c.Flags().Visit(func(f *pflag.Flag) {
		if list, ok := f.Value.(pflag.SliceValue); ok {
			read = append(read, list.GetSlice()...)
		} else if !slices.Contains(elsewhere, f.Name) && f.Name != "out" {
			read = append(read, f.Value.String())
		}
	})
	return spare(c, read...)
}

// spare refuses an output that is one of these files.
func spare(c *cobra.Command, read ...string) error {
	for _, flag := range append([]string{"out"}, elsewhere...) {
		f := c.Flags().Lookup(flag)
		if f == nil || f.Value.String() == "" {
			continue
		}
		written, missing := os.Stat(f.Value.String())
		if missing != nil || !written.Mode().IsRegular() {
			continue
		}
		for _, name := range read {
			info, missing := os.Stat(name)
			if missing == nil && os.SameFile(info, written) {
				return misconfigured(fmt.Errorf("found --%s %s, which is read; meant another file: "+
					"what is read is never overwritten", flag, f.Value))
			}
		}
	}
	return nil
}

// A fresh is a file that somebody is to go on from.
type fresh struct{ name, content string }

// writeFresh writes files unless one of them says something else already: what somebody has made of
// it is left as it is. The same command may write the same again.
func writeFresh(c *cobra.Command, files ...fresh) error {
	for _, f := range files {
		before, err := os.ReadFile(f.name)
		if !outfile.IsStdout(f.name) && err == nil && string(before) != f.content {
			return fmt.Errorf("%s exists already and is left as it is; name another file by --out",
				f.name)
		}
	}
	for _, f := range files {
		err := outfile.Create(c.OutOrStdout(), f.name, func(w io.Writer) error {
			_, err := io.WriteString(w, f.content)
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}
