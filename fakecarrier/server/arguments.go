package server

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Parse parses arguments with a set that Flags has filled. It prints nothing. Its error for an
// unknown flag names the nearest flag; if help was asked for, it is flag.ErrHelp.
func Parse(set *flag.FlagSet, arguments []string) error {
	set.SetOutput(io.Discard)
	err := set.Parse(arguments)
	if err == nil && set.NArg() > 0 {
		return fmt.Errorf("found the argument %q; meant flags alone", set.Arg(0))
	}
	if err == nil {
		return nil
	}
	unknown, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return err
	}
	var known []string
	set.VisitAll(func(f *flag.Flag) { known = append(known, "--"+f.Name) })
	unknown = "--" + unknown
	return fmt.Errorf("found the unknown flag %s; meant %s", unknown, unit.Meant(unknown, known))
}
