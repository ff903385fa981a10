package command

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/fit"
)

func init() { register(newFit) }

func newFit() *cobra.Command {
	var in logFlags
	var fleet fit.Fleet
	var file string
	var seed uint64
	c := &cobra.Command{
		Use:   "fit FILE...",
		Short: "Make a scenario of the load that logs recorded, and show how far it is off",
		Long: "Make a scenario of the load that logs recorded: the rate of the API calls in stages, " +
			"how long answers\ntake, the clients. Requests of a token endpoint, whose path has token in " +
			"its last word, are left to\nthe strategies. Then the scenario's load is drawn several " +
			"times, and set beside the log: a figure of\nthe log that no draw has is one that the " +
			"scenario does not tell. FILE is any log that `tokenstorm judge`\nreads.",
		Example: `  tokenstorm fit access.log
  tokenstorm fit egress.log.gz --host apis.fedex.com --nodes 4 --out monday.yaml
  tokenstorm fit access.log --since 2026-03-02T09:00 --until 2026-03-02T10:00 --out -`,
		Args: takes(1, mostFiles, "logs, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkFleet(c, fleet); err != nil {
				return err
			}
			if filepath.Ext(file) != ".yaml" && !outfile.IsStdout(file) {
				return fmt.Errorf("found --out %s; meant a file ending in .yaml", file)
			}
			var o fit.Observation
			account, err := in.read(c, args, observing(o.Add))
			if err != nil {
				return err
			}
			if err := noCalls(&o, args); err != nil {
				return err
			}
			text := o.Scenario(strings.Join(args, " "), fleet)
			s, err := scenarios.Parse(file, []byte(text))
			if err != nil {
				return err
			}
			if err := writeFresh(c, fresh{file, text}); err != nil {
				return err
			}
			w := beside(c, file)
			return printWhole(w, func(b *bytes.Buffer) error {
				fmt.Fprintf(b, "%v\n", account)
				reports.Misfits(b, &o, o.Misfits(s, seed), formatFor(w))
				fmt.Fprintf(b, "\n%s\ntry: tokenstorm compare %s\n", repeatLine(c, args), file)
				return nil
			})
		},
	}
	in.add(c)
	addFleet(c, &fleet)
	c.Flags().StringVar(&file, "out", "fitted.yaml",
		"the scenario `file` to write; one that says something else is left as it is")
	isWritten(c, "out", writesFile)
	c.Flags().Uint64Var(&seed, "seed", 1, "where the random streams of the draws begin")
	return c
}

// addFleet declares what a log does not tell.
func addFleet(c *cobra.Command, f *fit.Fleet) {
	c.Flags().IntVar(&f.Nodes, "nodes", 0, "so many nodes (default as many as clients)")
	c.Flags().IntVar(&f.Customers, "customers", 1, "so many customers, each with a token of its own")
}

func checkFleet(c *cobra.Command, f fit.Fleet) error {
	switch {
	case f.Nodes < 0 || f.Nodes > 1000 || f.Nodes == 0 && c.Flags().Changed("nodes"):
		return fmt.Errorf("found --nodes %d; meant 1 to 1000, or none", f.Nodes)
	case f.Customers < 1 || f.Customers > 1000:
		return fmt.Errorf("found --customers %d; meant 1 to 1000", f.Customers)
	}
	return nil
}

// observing takes hits until they are too far apart for a scenario.
func observing(add func(*logs.Hit) bool) func(*logs.Hit) error {
	return func(h *logs.Hit) error {
		if add(h) {
			return nil
		}
		return fmt.Errorf("%s:%d: found a call more than a month after the first one; meant a load that "+
			"lasts less: choose part of it by --since and --until", h.File, h.Line)
	}
}

// noCalls is the error of logs that have no API calls.
func noCalls(o *fit.Observation, files []string) error {
	if o.Calls > 0 {
		return nil
	}
	return fmt.Errorf("%s: found %s, %s and no other; meant a log "+
		"of API calls: what the users did cannot be told from the requests of the token endpoint",
		strings.Join(files, " "), unit.Counted(o.Tokens, "token request"),
		unit.Counted(o.Refused, "refused API call"))
}
