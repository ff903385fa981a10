package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A running is what the command run was asked for.
type running struct {
	subject
	records string // the file for what happened
	asJSON  bool
	github  github
	failing failing
	cache   cache // of it what failed
}

func init() { register(newRun) }

func newRun() *cobra.Command {
	var r running
	var w watch
	c := &cobra.Command{
		Use:   "run SCENARIO --strategy STRATEGY",
		Short: "Run one strategy in one scenario",
		Long: "Run one strategy in one scenario, and print what happened; of several strategies, one " +
			"after the other.\nSCENARIO and STRATEGY are names, or .yaml files. One run says nothing of " +
			"how likely its figures are.",
		Example: `  tokenstorm run quiet-day --strategy naive
  tokenstorm run quiet-day --strategy naive --reading paranoid --seed 7 --json
  tokenstorm run my-scenario.yaml --strategy my-strategy.yaml --records run.ndjson`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.readNamed(c, args); err != nil {
				return err
			}
			if err := r.failing.choose(c, &r.subject, &r.cache); err != nil {
				return err
			}
			if n := len(r.strategies); n > 1 && r.records != "" {
				return fmt.Errorf("found --records with %d strategies; meant one: a file holds one run", n)
			}
			cells, err := r.do(c)
			repeat := repeatCommand(c, args)
			return errors.Join(err, r.print(beside(c, r.records), cells, repeat),
				r.judge(c, &r.github, &r.failing, &r.cache, outcomesOf(cells, ofOutcome), repeat))
		},
	}
	r.addFlags(c, "strategy", aboutStrategy+"; several with commas between them, or all")
	c.Flags().StringVar(&r.records, "records", "",
		"write everything that happened to this file, one JSON object a line;\n- is standard output, "+
			"and the run is then printed on standard error")
	isWritten(c, "records", writesFile)
	c.Flags().BoolVar(&r.asJSON, "json", false,
		"print the figures as one JSON object, the run itself below \"runs\"")
	r.github.addFlag(c)
	r.failing.addFlag(c)
	w.addFlag(c)
	c.RunE = w.over(c.RunE)
	return c
}

// An outcome is what a run leaves.
type outcome struct {
	*measure.Tally
	story  *lineage.Lineage // of the first ban
	losses *lineage.Losses  // of the first session
}

func ofOutcome(o outcome) *measure.Outcome { return &o.Outcome }

// do carries out the runs, and writes the records. The error is that of the file or of a run, or
// the interruption: what was finished by then is there all the same.
func (r *running) do(c *cobra.Command) ([]cell[outcome], error) {
	var cells []cell[outcome]
	work := func(more ...measure.Fold) error {
		cells = parallel(c.Context(), len(r.strategies), &progress{what: "running"},
			func(i int) (outcome, error) {
				story := lineage.NewFirst(r.scenario, r.strategies[i].Name)
				losses := lineage.NewLosses(r.scenario, r.strategies[i].Name, 1)
				folds := slices.Clip(more)
				if !r.asJSON { // which tells nothing of them, and they take longer than the run
					folds = append(folds, story, losses)
				}
				tally, err := r.run(i).Do(folds...)
				return outcome{tally, story, losses}, err
			})
		return cellsError(cells)
	}
	if r.records == "" {
		return cells, work()
	}
	var cut *interruption
	err := outfile.Write(c.OutOrStdout(), r.records, func(w io.Writer) error {
		lines := reports.NewRecordLines(w, r.scenario, r.strategies[0].Name)
		lines.Head(r.scenario.Name, r.strategies[0].Name, r.reading, r.seed)
		err := work(lines)
		if errors.As(err, &cut) { // the records up to then are worth keeping
			err = nil
		}
		return errors.Join(err, lines.Close())
	})
	if err != nil || cut == nil {
		return cells, err
	}
	cut.kept = "the records up to then are in " + r.records
	if outfile.IsStdout(r.records) {
		cut.kept = "the records up to then are written"
	}
	return cells, cut
}

// print prints the runs that ended, and returns the error that unmet expectations are.
func (r *running) print(w io.Writer, cells []cell[outcome], repeat string) error {
	ended := 0
	var all []scenarios.Unmet
	err := printWhole(w, func(b *bytes.Buffer) error {
		for _, cell := range cells {
			if !cell.done || cell.err != nil {
				continue
			}
			unmet := r.scenario.Unmet(&cell.value.Outcome)
			ended, all = ended+1, append(all, unmet...)
			if !r.asJSON {
				r.account(b, &cell.value, unmet, formatFor(w))
			}
		}
		switch {
		case ended == 0:
			return nil
		case r.asJSON:
			return r.writeJSON(b, outcomesOf(cells, ofOutcome), repeat)
		}
		fmt.Fprintf(b, "repeat: %s\n", repeat)
		return nil
	})
	return errors.Join(err, unmetError(all))
}

// account prints one run in words, and how its first ban came about.
func (r *running) account(
	b *bytes.Buffer, o *outcome, unmet []scenarios.Unmet, f reports.Format,
) {
	var words bytes.Buffer
	reports.Account(&words, r.scenario, &o.Outcome, unmet)
	fmt.Fprint(b, reports.Fold(words.String(), f.Width))
	reports.PartTables(b, r.scenario, []*measure.Outcome{&o.Outcome}, f)
	reports.Losses(b, o.losses.Told, o.losses.Count, f)
	fmt.Fprintln(b)
	if first := o.story.First(); first != nil {
		reports.Story(b, first, f)
		fmt.Fprintln(b)
	}
}
