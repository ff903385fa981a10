package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func init() { register(newCompare) }

func newCompare() *cobra.Command {
	var q inquiry
	var w watch
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
			if err := q.failing.choose(c, &q.subject, &q.cache); err != nil {
				return err
			}
			if err := q.output.rows.check(); err != nil {
				return err
			}
			if many, err := q.ofMany(c); err != nil {
				return err
			} else if many {
				q.trials = []study.Trial{{Scenario: q.scenario}}
				defer q.board.close(c)
				err := q.carryOut(c)
				if q.carriedOut && q.ask == "" {
					err = errors.Join(err, q.drawRuns(c))
				}
				return err
			}
			q.cache.open(c)
			store := q.cache.keepUnplanned(q.contestantOnce, measure.Everything)
			cells := parallel(c.Context(), len(q.strategies), &progress{what: "comparing"},
				func(i int) (*measure.Tally, error) { return q.once(i, store) })
			differs := q.cache.explain(c)
			err := q.printOnce(c.OutOrStdout(), cells, repeatCommand(c, args))
			noted := q.judge(c, &q.github, &q.failing, &q.cache, outcomesOf(cells, ofTally),
				repeatCommand(c, args))
			return errors.Join(err, differs, noted, q.drawRuns(c))
		},
	}
	q.addFlags(c)
	q.failing.addFlag(c)
	w.addFlag(c)
	c.RunE = w.over(c.RunE)
	return c
}

// contestantOnce is the scenario and a strategy, where one seed is run.
func (s *subject) contestantOnce(
	c study.Contestant,
) (*scenarios.Scenario, spec.Strategy, error) {
	k := slices.IndexFunc(s.strategies, func(s spec.Strategy) bool { return s.Name == c.Strategy })
	return s.scenario, s.strategies[k], nil
}

// once is what the run of strategy i comes to, as the store has it. The Tally has nothing else.
func (s *subject) once(i int, store study.Store) (*measure.Tally, error) {
	cell := study.Cell{Seed: s.seed, Contestant: study.Contestant{
		Scenario: s.scenario.Name, Reading: s.reading, Strategy: s.strategies[i].Name,
	}}
	run := func(cells []study.Cell) ([]*measure.Outcome, error) {
		return study.Run(cells, s.scenario, s.strategies[i], measure.Everything)
	}
	results, err := study.Fetch([]study.Cell{cell}, run, store)
	if err != nil {
		return nil, err
	}
	return &measure.Tally{Outcome: *results[0].Outcome}, nil
}

func ofTally(t *measure.Tally) *measure.Outcome { return &t.Outcome }

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
			return q.writeJSON(w, outcomesOf(cells, ofTally), repeat)
		}}), err)
	}
	if err != nil {
		return err
	}
	return unmetError(unmet)
}
