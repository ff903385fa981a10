package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// An inquiry is a study as the command line asks for it.
type inquiry struct {
	seeds     int
	readings  []string
	precision string
	journal   string
	shard     string
	output    studyOutput

	trials []study.Trial
	all    []spec.Strategy
	header study.Header
}

// studyOnly are the flags that speak of many seeds.
var studyOnly = []string{
	"readings", "precision", "journal", "shard", "baseline-strategy", "format", "baseline",
}

// addFlags declares the flags of the inquiry.
func (q *inquiry) addFlags(c *cobra.Command) {
	c.Flags().IntVar(&q.seeds, "seeds", 0, "run so many seeds, beginning with --seed, and give "+
		"every figure its interval")
	c.Flags().StringSliceVar(&q.readings, "readings", nil, "readings, each run for itself, or "+
		"all: akamai, literal, paranoid (default --reading)")
	c.Flags().StringVar(&q.precision, "precision", "", "stop before --seeds once the 95 % interval "+
		"of P(ban) is so narrow to either side, such as 0.02; p99=5 asks it of another figure")
	c.Flags().StringVar(&q.journal, "journal", "", "keep finished runs in this file; the same "+
		"command resumes from it")
	c.Flags().StringVar(&q.shard, "shard", "", "run part i of n alone, such as 2/4; "+
		"the command merge puts the journals together")
	q.output.add(c)
	complete(c, "readings", append([]string{"all"}, namedReadings...))
}

// wanted reports whether many seeds are asked for. The error is of flags that belong to the other
// case.
func (q *inquiry) wanted(c *cobra.Command) (bool, error) {
	if c.Flags().Changed("seeds") {
		if c.Flags().Changed("reading") && c.Flags().Changed("readings") {
			return false, misconfigured(errors.New("either --reading or --readings"))
		}
		return true, nil
	}
	for _, name := range studyOnly {
		if c.Flags().Changed(name) {
			return false, misconfigured(fmt.Errorf("--%s needs --seeds", name))
		}
	}
	return false, nil
}

// compare sets the strategies side by side in one scenario.
func (q *inquiry) compare(
	c *cobra.Command, scenario string, files []study.Input, under choice, all []spec.Strategy,
) error {
	q.trials, q.all = []study.Trial{{Scenario: under.scenario}}, all
	if err := q.plan(scenario, files, under); err != nil {
		return err
	}
	return q.carryOut(c.Context(), c.OutOrStdout())
}

// plan checks what was asked for, before anything is run; the scenario is named as
// typed, files are those of strategies.
func (q *inquiry) plan(scenario string, files []study.Input, under choice) error {
	if err := q.output.settle(); err != nil {
		return misconfigured(err)
	}
	p := study.Plan{First: under.seed, Seeds: q.seeds, Inputs: files}
	err := p.AddScenario(scenario, under.scenario)
	if err != nil {
		return misconfigured(err)
	}
	if p.Readings, err = spelledReadings(under.scenario, q.readings, under.reading); err != nil {
		return misconfigured(err)
	}
	var variations []*scenarios.Scenario
	for _, t := range q.trials {
		variations = append(variations, t.Scenario)
	}
	p.Vary(under.scenario, variations)
	for _, s := range q.all {
		p.Strategies = append(p.Strategies, s.Name)
	}
	if p.Precision, err = q.precisionOf(); err != nil {
		return misconfigured(err)
	}
	var part study.Shard
	if q.shard != "" {
		if part, err = study.ParseShard(q.shard); err != nil {
			return misconfigured(err)
		}
		if q.output.format != "ndjson" && q.journal == "" {
			return misconfigured(errors.New("a shard is no study to be printed: " +
				"keep it by --journal FILE, or print it by --format ndjson"))
		}
	}
	if err := p.Check(); err != nil {
		return misconfigured(err)
	}
	q.header = study.NewHeader(studyVersion(), p, part)
	return misconfigured(q.output.check(&p))
}

// precisionOf reads --precision: a half width, or figure=half width.
func (q *inquiry) precisionOf() (*study.Precision, error) {
	if q.precision == "" {
		return nil, nil
	}
	figure, width, named := strings.Cut(q.precision, "=")
	if !named {
		figure, width = "banned", q.precision
	}
	half, err := strconv.ParseFloat(width, 64)
	if err != nil {
		return nil, fmt.Errorf("--precision %s: %q is no number", q.precision, width)
	}
	const batch = 30 // the fewest that a study looks at
	return &study.Precision{Figure: figure, HalfWidth: half, Batch: batch, Most: q.seeds}, nil
}

// carryOut runs the study, prints it, and returns the error that it ends in.
func (q *inquiry) carryOut(ctx context.Context, w io.Writer) error {
	var journal *study.Journal
	if q.journal != "" {
		var err error
		if journal, err = q.header.OpenJournal(q.journal); err != nil {
			return misconfigured(err)
		}
	}
	s, err := q.header.Execute(journal, q.one, func(n int, do func(i int)) {
		parallel(ctx, n, newProgress("studying", n), func(i int) (bool, error) {
			do(i)
			return true, nil
		})
	})
	if journal != nil {
		err = errors.Join(err, journal.Close())
	}
	if s == nil {
		return err
	}
	return errors.Join(err, q.write(w, s))
}

// write prints the study, and returns the error that it ends in.
func (q *inquiry) write(w io.Writer, s *study.Study) error {
	if q.shard != "" && q.output.format != "ndjson" {
		return q.writeShard(w, s)
	}
	if s.Missing() > 0 && !q.output.isTable() {
		return q.endedIn(s)
	}
	return errors.Join(q.output.write(w, s), q.endedIn(s))
}

// one runs one cell.
func (q *inquiry) one(c study.Cell) (measure.Outcome, error) {
	at := slices.IndexFunc(q.trials, func(t study.Trial) bool { return t.Name == c.Scenario })
	k := slices.IndexFunc(q.all, func(s spec.Strategy) bool { return s.Name == c.Strategy })
	strategy, err := q.trials[at].Strategy(q.all[k])
	if err != nil {
		return measure.Outcome{}, err
	}
	return c.Do(q.trials[at].Scenario, strategy)
}

func (q *inquiry) writeShard(w io.Writer, s *study.Study) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "shard %s: %d of %d runs are in %s; `tokenstorm merge` puts shards together\n",
		q.shard, len(s.Results)-s.Missing(), len(s.Results), q.journal)
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	return q.endedIn(s)
}

// endedIn is the error of a study that was interrupted, or of which runs failed.
func (q *inquiry) endedIn(s *study.Study) error {
	err := failedCells(s)
	if n := s.Missing(); n > 0 {
		kept := fmt.Sprintf("%d of %d runs were finished", len(s.Results)-n, len(s.Results))
		if q.journal != "" {
			kept += "; they are in " + q.journal + ", and the same command goes on from there"
		}
		err = errors.Join(err, &interruption{kept: kept})
	}
	return err
}

// failedCells is nil where no run failed.
func failedCells(s *study.Study) error {
	failed := s.Failures()
	if len(failed) == 0 {
		return nil
	}
	first := fmt.Errorf("%s: %s", failed[0].Cell, failed[0].Error)
	if more := len(failed) - 1; more > 0 {
		return fmt.Errorf("%w; failed as well: %s", first, reports.Plural(more, "run"))
	}
	return first
}
