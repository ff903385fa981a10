package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A watch is the flag that has a command carried out again whenever a file changes that it reads.
type watch struct{ on bool }

func (w *watch) addFlag(c *cobra.Command) {
	c.Flags().BoolVar(&w.on, "watch", false, "carry it out again whenever a file changes that it "+
		"reads, until it is interrupted")
}

// watchesOver reports whether the command is to be carried out again and again, and is not itself
// one of these times.
func watchesOver(c *cobra.Command) bool {
	f := c.Flags().Lookup("watch")
	_, within := c.Context().Value(inputsKey{}).(*inputs)
	return f != nil && f.Changed && f.Value.String() == "true" && !within
}

// A runE is what a command does.
type runE = func(c *cobra.Command, args []string) error

// over lets the command be carried out again and again where that is asked for; run is what it does
// once. Each time it is a command of its own, which has nothing of the one before.
func (w *watch) over(run runE) runE {
	return func(c *cobra.Command, args []string) error {
		if !watchesOver(c) {
			return run(c, args)
		}
		if f := c.Flags().Lookup(dashboardFlag); f != nil && f.Changed {
			return errors.New("found --watch and --dashboard; meant one of them")
		}
		endReading(c.Context())
		for {
			if err := w.once(c); err != nil {
				return err
			}
		}
	}
}

// once carries the command out, and waits for a change. The error is the interruption, or that
// changes cannot be seen: what the command ends in is printed.
func (w *watch) once(c *cobra.Command) error {
	read := &inputs{}
	again := newRoot()
	again.SetOut(c.OutOrStdout())
	again.SetArgs(joinAddress(os.Args[1:]))
	err := again.ExecuteContext(context.WithValue(c.Context(), inputsKey{}, read))
	if c.Context().Err() != nil {
		return err
	}
	printError(err)
	names := read.names()
	if len(names) == 0 {
		return misconfigured(errors.New("--watch: no file is read that could change; all of it came " +
			"with the program"))
	}
	remark(c, []string{"watching " + strings.Join(names, ", ") + "; Ctrl-C ends it"})
	changed, err := read.changed(c.Context())
	if err != nil {
		return err
	}
	remark(c, []string{unit.Printable(changed) + " changed"})
	return nil
}

// printError prints what a command ended in; several mistakes stand one a line.
func printError(err error) {
	if err == nil {
		return
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintf(os.Stderr, "tokenstorm: %s\n", unit.Printable(line))
	}
}
