package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// mostTraceEvents is how many events a trace may have unless --until is given: some 250 MB. That
// viewers in a browser open no more than that is assumed.
const mostTraceEvents = 2_000_000

func init() { register(newTrace) }

func newTrace() *cobra.Command {
	var s subject
	var file string
	var from, until time.Duration
	c := &cobra.Command{
		Use:   "trace SCENARIO --strategy STRATEGY",
		Short: "Write a run as a timeline that Perfetto and chrome://tracing open",
		Long: "Run one strategy in one scenario, and write what happened as a timeline in the JSON of " +
			"the Trace Event\nFormat: a track per user with his actions, calls and token requests, a " +
			"slice per token from issue to\ndeath, the bans and the filling windows of each public IP, " +
			"the faults, and arrows from a renewal to the\ncalls that were refused because it killed " +
			"their token. SCENARIO and STRATEGY are names, or .yaml files.",
		Example: `  tokenstorm trace two-nodes --strategy naive --until 5s -o storm.json
  tokenstorm trace external-renewal --strategy lock --from 9m55s --until 10m5s`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.readOne(c, args); err != nil {
				return err
			}
			do := s.run(0)
			lasts := s.scenario.Lasts()
			do.Until = lasts
			most := mostTraceEvents
			if c.Flags().Changed("until") {
				most, do.Until = 0, min(lasts, until)
			}
			if from < 0 || do.Until <= from {
				return fmt.Errorf("found --from %v --until %v; meant a span of the run, which lasts %v",
					from, until, lasts)
			}
			if file == "" {
				file = s.scenario.Name + "-" + do.Strategy.Name + ".trace.json"
			}
			t, err := traceTo(c.Context(), c.OutOrStdout(), do, file, from, most)
			if err != nil {
				return err
			}
			drawn, refused := t.Arrows()
			_, err = fmt.Fprintf(beside(c, file), "%s: %d events from %v to %v, %d arrows to the %d "+
				"calls refused for a killed token; open it in ui.perfetto.dev or chrome://tracing\n",
				file, t.Events(), from, do.Until, drawn, refused)
			return err
		},
	}
	s.addFlags(c, "strategy", aboutStrategy)
	c.Flags().StringVarP(&file, "output", "o", "",
		"the file to write, or - for standard output (default SCENARIO-STRATEGY.trace.json)")
	isWritten(c, "output", writesFile)
	c.Flags().DurationVar(&from, "from", 0, "leave out what ends before this instant of the run")
	c.Flags().DurationVar(&until, "until", 0, "stop the run at this instant (default at its end)")
	return c
}

// traceTo carries out the run and writes its trace. The file is complete or not there.
func traceTo(
	ctx context.Context, stdout io.Writer, r world.Run, file string, from time.Duration, most int,
) (*reports.Trace, error) {
	var t *reports.Trace
	err := outfile.Write(stdout, file, func(w io.Writer) error {
		t = reports.NewTrace(w, r.Scenario, from, r.Until, most)
		err := sideBySide(ctx, "tracing")(1, func(int) error {
			_, err := r.Do(t)
			return err
		})
		if err != nil {
			return err
		}
		if at, full := t.Full(); full {
			return misconfigured(fmt.Errorf("more than %d events by %v of the run: choose a shorter "+
				"span, such as --until %v, or --until %v for all of them", most, at,
				at.Truncate(time.Second), r.Until))
		}
		return t.Close()
	})
	if cut, ok := errors.AsType[*interruption](err); ok {
		return nil, cut // without the file's name: there is none
	}
	return t, err
}
