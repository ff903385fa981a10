package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func init() { register(newCompare) }

func newCompare() *cobra.Command {
	var q inquiry
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
  tokenstorm compare two-nodes --seeds 200 --readings all --journal two-nodes.journal
  tokenstorm compare two-nodes --seeds 200 --readings all --ask verdict`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := q.read(c, args); err != nil {
				return err
			}
			if err := q.output.rows.check(); err != nil {
				return err
			}
			if many, err := q.ofMany(c); err != nil {
				return err
			} else if many {
				q.trials = []study.Trial{{Scenario: q.scenario}}
				err := q.carryOut(c)
				if q.carriedOut && q.ask == "" {
					err = errors.Join(err, q.drawRuns(c))
				}
				return err
			}
			cells := parallel(c.Context(), len(q.strategies), &progress{what: "comparing"},
				func(i int) (*measure.Tally, error) { return q.run(i).Do() })
			err := q.printOnce(c.OutOrStdout(), cells, repeatCommand(c, args))
			return errors.Join(err, q.drawRuns(c))
		},
	}
	q.addFlags(c)
	return c
}

// printOnce prints the runs that ended, one of each strategy; its error is of those that did not,
// or of expectations that are not met.
func (q *inquiry) printOnce(w io.Writer, cells []cell[*measure.Tally], repeat string) error {
	chapter := reports.Chapter{Scenario: q.scenario, Reading: q.reading, Seed: q.seed,
		Order: q.output.rows.orderOf(&q.header.Plan)}
	var unmet []scenarios.Unmet
	for i, cell := range cells {
		if !cell.done || cell.err != nil {
			continue
		}
		unmet = append(unmet, q.scenario.Unmet(&cell.value.Outcome)...)
		chapter.Contestants = append(chapter.Contestants,
			reports.Contestant{Strategy: q.strategies[i].Name, Tally: cell.value})
	}
	err := cellsError(cells)
	if len(chapter.Contestants) > 0 || q.output.asJSON {
		err = errors.Join(q.output.print(w, "repeat: "+repeat, func(b *bytes.Buffer, f reports.Format) {
			reports.Table(b, &chapter, f)
			for _, u := range unmet {
				fmt.Fprintf(b, "\nNOT met: %s", u)
			}
		}, formats{"json": func(w io.Writer) error {
			return q.writeJSON(w, outcomesOf(cells, func(t *measure.Tally) *measure.Outcome {
				return &t.Outcome
			}), repeat)
		}}), err)
	}
	if err != nil {
		return err
	}
	return unmetError(unmet)
}
