package command

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// meantBy says what a flag of this type wants.
var meantBy = map[string]string{
	"int": "a whole number", "uint64": "a whole number of at least 0", "float64": "a number",
	"duration": `a length of time, such as "5s"`, "bool": "true or false",
}

// explainFlag turns the error of a flag that there is not, or of a value that its flag cannot read,
// into one that says what was meant.
func explainFlag(c *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return explainUnknown(c, err, unknown.GetSpecifiedName())
	}
	bad, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	flag := bad.GetFlag()
	meant, ok := meantBy[flag.Value.Type()]
	if !ok {
		return err
	}
	return fmt.Errorf("--%s %q; meant %s", flag.Name, bad.GetValue(), meant)
}

// explainUnknown names the flags that were probably meant.
func explainUnknown(c *cobra.Command, err error, name string) error {
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
	if near := unit.Nearest("--"+name, known); len(near) > 0 {
		return fmt.Errorf("%w; did you mean %s?", err, unit.Or(near))
	}
	return fmt.Errorf("%w; `%s --help` lists those there are", err, c.CommandPath())
}

// noCommand is the error of a first word that is no command; nil where it is one.
func noCommand(root *cobra.Command, words []string) error {
	if _, _, err := root.Find(words); err == nil {
		return nil
	}
	var known []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			known = append(known, c.Name())
		}
	}
	for _, word := range words {
		if !strings.HasPrefix(word, "-") {
			return fmt.Errorf("unknown command %q for %q; %s", word, root.Name(),
				unit.Suggestion(word, known))
		}
	}
	return nil
}

// noEmptyValues refuses flags that are given, and given nothing: what they stand for if absent is
// not what was asked for.
func noEmptyValues(c *cobra.Command, _ []string) error {
	var err error
	c.Flags().Visit(func(f *pflag.Flag) {
		list, isList := f.Value.(pflag.SliceValue)
		empty := isList && len(list.GetSlice()) == 0 ||
			f.Value.Type() == "string" && f.Value.String() == ""
		if err == nil && empty {
			err = fmt.Errorf("--%s is empty; meant a value", f.Name)
		}
	})
	return err
}

// atMost demands that there be no more words than these behind the command's name.
func atMost(most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > most {
			return fmt.Errorf("%s takes %s, not %s", c.Name(), what,
				unit.Counted(len(args), "argument"))
		}
		return nil
	}
}

// unopened reports whether err is of a file or folder that could not be opened, or made: its name
// was mistyped, or the file is somebody else's.
func unopened(err error) bool {
	path, ok := errors.AsType[*fs.PathError](err)
	return ok && (path.Op == "open" || path.Op == "mkdir")
}

// unwritten reports whether err is of a file that was open and could not be written.
func unwritten(err error) bool {
	path, ok := errors.AsType[*fs.PathError](err)
	return ok && path.Op == "write"
}
