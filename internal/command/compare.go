package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func init() { register(newCompare) }

func newCompare() *cobra.Command {
	var names []string
	var many inquiry
	c := &cobra.Command{
		Use:   "compare SCENARIO",
		Short: "Run several strategies in one scenario, and set them side by side",
		Long: "Run several strategies in one scenario, and set them side by side. All meet the same " +
			"clicks:\nthey differ by what they do alone. An interrupted comparison prints what it " +
			"finished.\n\nWith --seeds, every figure has its interval, differences are taken seed by " +
			"seed, and what the\nscenario expects is judged: PASS where at least 95 % of runs are shown " +
			"to meet it, FAIL where they\nare shown not to, else INCONCLUSIVE. Worse than --baseline is a " +
			"figure whose mean over the common\nseeds is worse by 1 % or more, with a probability below " +
			"5 % (signed ranks, Holm over all figures).",
		Example: `  tokenstorm compare two-nodes
  tokenstorm compare two-nodes --strategies naive,lock,my-strategy.yaml
  tokenstorm compare my-scenario.yaml --strategies all --reading paranoid --json
  tokenstorm compare two-nodes --seeds 200 --readings all --journal two-nodes.journal`,
		Args: oneScenario,
		RunE: func(c *cobra.Command, args []string) error {
			under, err := chosen(c, args[0])
			if err != nil {
				return err
			}
			spelled := namesOr(names, under.scenario)
			all, files, err := strategiesOf(spelled)
			if err != nil {
				return err
			}
			if isStudy, err := many.wanted(c); err != nil || isStudy {
				if err != nil {
					return err
				}
				return many.compare(c, args[0], files, under, all)
			}
			cells := parallel(c.Context(), len(all), newProgress("comparing", len(all)),
				func(i int) (*measure.Tally, error) {
					return world.Run{
						Scenario: under.scenario, Strategy: all[i], Reading: under.reading,
						Seed: under.seed,
					}.Do()
				})
			words := []string{"compare", args[0]}
			if len(names) > 0 {
				words = append(words, "--strategies", commaList(names))
			}
			words = append(words, "--reading", under.reading,
				"--seed", strconv.FormatUint(under.seed, 10))
			return writeComparison(c.OutOrStdout(), under, all, cells, repeatLine(words...),
				many.output.asJSON)
		},
	}
	addChoiceFlags(c)
	many.addFlags(c)
	c.Flags().StringSliceVar(&names, "strategies", nil,
		"strategies, by name or as .yaml files, or all (default the scenario's)")
	c.Flags().Lookup("json").Usage = "print the figures of each as a JSON array; with --seeds the " +
		"same as\n--format ndjson"
	completeStrategies(c, "strategies")
	return c
}

// namesOr are the names, the word all spelled out; without any, the scenario's strategies.
func namesOr(names []string, s *scenarios.Scenario) []string {
	if len(names) == 0 {
		return s.Strategies
	}
	return spelledOutAll(names, spec.Names())
}

// writeComparison prints the runs that ended; its error is of those that did not.
func writeComparison(
	w io.Writer, under choice, all []spec.Strategy, cells []cell[*measure.Tally],
	repeat string, asJSON bool,
) error {
	chapter := reports.Chapter{
		Scenario: under.scenario, Reading: under.reading, Seed: under.seed,
	}
	sums := []*measure.Outcome{}
	var unmet []scenarios.Unmet
	for i := range cells {
		if tally := cells[i].value; cells[i].done && cells[i].err == nil {
			sums = append(sums, &tally.Outcome)
			unmet = append(unmet, under.scenario.Unmet(tally)...)
			chapter.Contestants = append(chapter.Contestants,
				reports.Contestant{Strategy: all[i].Name, Tally: tally})
		}
	}
	var b bytes.Buffer
	if asJSON {
		if err := reports.WriteJSON(&b, sums); err != nil {
			return err
		}
	} else if len(sums) > 0 {
		if err := reports.Table(&b, &chapter, formatFor(w)); err != nil {
			return err
		}
		fmt.Fprintln(&b)
		for _, u := range unmet {
			fmt.Fprintf(&b, "NOT met: %s\n", u)
		}
		fmt.Fprintln(&b, repeat)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	if err := cellsError(cells); err != nil {
		return err
	}
	return unmetError(unmet)
}

// cellsError is nil where every cell is done and fine.
func cellsError[T any](cells []cell[T]) error {
	var failed []error
	done := 0
	for _, c := range cells {
		if c.done {
			done++
		}
		if c.err != nil {
			failed = append(failed, c.err)
		}
	}
	if done < len(cells) {
		failed = append(failed, &interruption{
			kept: fmt.Sprintf("%d of %d runs were finished", done, len(cells)),
		})
	}
	return errors.Join(failed...)
}
