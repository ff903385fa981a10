package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

func init() { register(newRun) }

func newRun() *cobra.Command {
	var strategy, records string
	var asJSON bool
	c := &cobra.Command{
		Use:   "run SCENARIO --strategy STRATEGY",
		Short: "Run one strategy in one scenario",
		Long: "Run one strategy in one scenario, and print what happened. SCENARIO and STRATEGY are " +
			"names, or\n.yaml files. One run says nothing of how likely its figures are.",
		Example: `  tokenstorm run quiet-day --strategy naive
  tokenstorm run quiet-day --strategy naive --reading paranoid --seed 7 --json
  tokenstorm run my-scenario.yaml --strategy my-strategy.yaml --records run.ndjson`,
		Args: oneScenario,
		RunE: func(c *cobra.Command, args []string) error {
			if strategy == "" {
				return misconfigured(errors.New("no --strategy; " +
					"`tokenstorm list strategies` names them"))
			}
			under, err := chosen(c, args[0])
			if err != nil {
				return err
			}
			with, err := strategyOf(strategy)
			if err != nil {
				return err
			}
			do := world.Run{
				Scenario: under.scenario, Strategy: with, Reading: under.reading, Seed: under.seed,
			}
			came, err := runOnce(c.Context(), c.OutOrStdout(), do, records, !asJSON)
			if came.tally == nil {
				return err
			}
			repeat := repeatLine("run", args[0], "--strategy", strategy, "--reading",
				under.reading, "--seed", strconv.FormatUint(under.seed, 10))
			return errors.Join(err,
				came.write(beside(c, records), under.scenario, repeat, asJSON))
		},
	}
	addChoiceFlags(c)
	c.Flags().StringVar(&strategy, "strategy", "", "the strategy, by name or as a .yaml file")
	c.Flags().StringVar(&records, "records", "",
		"write everything that happened to this file, one JSON object a line;\n- is standard output, "+
			"and the run is then printed on standard error")
	c.Flags().BoolVar(&asJSON, "json", false, "print the figures as one JSON object")
	completeStrategies(c, "strategy")
	return c
}

// An outcome is what a run leaves.
type outcome struct {
	tally *measure.Tally
	first *lineage.Lineage // nil: not asked for
}

// beside is where a command prints what it has to say beside a file that it writes: on standard
// error where the file is standard output.
func beside(c *cobra.Command, file string) io.Writer {
	if outfile.IsStdout(file) {
		return c.ErrOrStderr()
	}
	return c.OutOrStdout()
}

// runOnce carries out one run; file, if any, gets its records. An interrupted run leaves the
// records of what had happened by then. Of records that cannot be written the run does not mind:
// there is a outcome and an error.
func runOnce(
	ctx context.Context, stdout io.Writer, r world.Run, file string, story bool,
) (outcome, error) {
	var t outcome
	var folds []measure.Fold
	if story {
		t.first = lineage.NewFirst(r.Scenario)
		folds = append(folds, t.first)
	}
	if file == "" {
		err := t.run(ctx, r, folds)
		return t, err
	}
	var kept *interruption
	err := outfile.Write(stdout, file, func(w io.Writer) error {
		lines := reports.NewRecordLines(w)
		lines.Head(r.Scenario.Name, r.Strategy.Name, r.Reading, r.Seed)
		err := t.run(ctx, r, append(folds, lines))
		if errors.As(err, &kept) {
			err = nil
		}
		return errors.Join(err, lines.Close())
	})
	if err == nil && kept != nil {
		kept.kept = "the records up to then are in " + file
		if outfile.IsStdout(file) {
			kept.kept = "the records up to then are written"
		}
		return t, kept
	}
	return t, err
}

func (t *outcome) run(ctx context.Context, r world.Run, folds []measure.Fold) error {
	cells := parallel(ctx, 1, newProgress("", 1), func(int) (*measure.Tally, error) {
		return r.Do(folds...)
	})
	if !cells[0].done {
		return &interruption{}
	}
	t.tally = cells[0].value
	return cells[0].err
}

// write prints the run, and returns the error that unmet expectations are.
func (t outcome) write(
	w io.Writer, s *scenarios.Scenario, repeat string, asJSON bool,
) error {
	sum := &t.tally.Outcome
	unmet := s.Unmet(t.tally)
	var b bytes.Buffer
	if asJSON {
		if err := reports.WriteJSON(&b, sum); err != nil {
			return err
		}
	} else {
		reports.Account(&b, s, sum, unmet)
		format := formatFor(w)
		folded := reports.Fold(b.String(), format.Width)
		b.Reset()
		b.WriteString(folded)
		if first := t.first.First(); first != nil {
			fmt.Fprintln(&b)
			if err := reports.Story(&b, first, format); err != nil {
				return err
			}
		}
		fmt.Fprintf(&b, "\n%s\n", repeat)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	return unmetError(unmet)
}

// unmetError is nil where every expectation is met.
func unmetError(unmet []scenarios.Unmet) error {
	switch len(unmet) {
	case 0:
		return nil
	case 1:
		return &exit{exitUnmet, errors.New(unmet[0].String())}
	}
	return &exit{exitUnmet, fmt.Errorf("%s; not met either: %s", unmet[0],
		reports.Plural(len(unmet)-1, "expectation"))}
}
