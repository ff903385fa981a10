package command

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/dashboard"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// An inquiry is a study as the command line asks for it.
type inquiry struct {
	subject
	seeds     int
	readings  []string
	precision string
	ask       string
	journal   string
	cache     cache
	place     place
	shard     string
	output    studyOutput
	board     board
	github    github
	failing   failing

	trials []study.Trial
	header study.Header

	carriedOut bool // there is a study, whatever it came to
}

// addFlags declares the flags of the inquiry.
func (q *inquiry) addFlags(c *cobra.Command) {
	q.subject.addFlags(c, "strategies", aboutStrategies)
	flags := c.Flags()
	flags.IntVar(&q.seeds, "seeds", 0, "run so many seeds, beginning with --seed, and give every "+
		"figure its interval")
	addReadings(c, &q.readings)
	flags.StringVar(&q.precision, "precision", "", "stop before --seeds once the 95 % interval of "+
		"P(ban) is so narrow to either side, such as 0.02; success=0.05 asks it of the mean of another "+
		"share, p99=5 of the median of any other figure")
	flags.StringVar(&q.ask, "ask", "", "bans: each run ends once it is known whether the fleet is "+
		"banned, and nothing else is printed; verdict: the same, and no further seeds of a strategy "+
		"whose verdict is settled, which is wrong with a chance of 5 % at most (default everything)")
	complete(c, "ask", []string{string(measure.BansAlone), string(measure.VerdictAlone)})
	flags.StringVar(&q.journal, "journal", "", "keep finished runs in this file; the same command "+
		"resumes from it")
	isWritten(c, "journal", writesFile)
	flags.StringVar(&q.shard, "shard", "", "run part i of n alone, such as 2/4; the command merge "+
		"puts the journals together")
	q.cache.addFlag(c)
	q.place.addFlags(c)
	q.output.add(c)
	q.output.addFiles(c)
	q.board.addFlag(c)
	q.github.addFlag(c)
	for _, name := range ofStudies {
		if err := c.Flags().SetAnnotation(name, needsSeeds, nil); err != nil {
			panic(err) // the flag was declared above
		}
	}
}

// addReadings declares the flag of several readings.
func addReadings(c *cobra.Command, names *[]string) {
	c.Flags().StringSliceVar(names, "readings", nil, "readings, each run for itself, or all: akamai, "+
		"literal, paranoid (default --reading)")
	complete(c, "readings", append([]string{"all"}, namedReadings...))
}

// ofStudies are the flags that need --seeds.
var ofStudies = []string{
	"readings", "precision", "ask", "journal", "shard", "baseline-strategy", "format",
	"baseline", "rows", "save", "junit", "on", dashboardFlag,
}

// ofMany reports whether many seeds are asked for. The error is of flags that need them.
func (q *inquiry) ofMany(c *cobra.Command) (bool, error) {
	if c.Flags().Changed("seeds") {
		return true, nil
	}
	for _, name := range ofStudies {
		if c.Flags().Changed(name) {
			_, unread := q.severalReadings(q.readings)
			return false, errors.Join(unread,
				fmt.Errorf("--%s needs --seeds, such as --seeds 50", name))
		}
	}
	return false, nil
}

// plan checks what was asked for, before anything is run.
func (q *inquiry) plan(c *cobra.Command) (err error) {
	p := study.Plan{First: q.seed, Seeds: q.seeds, Inputs: q.files, Ask: measure.Asked(q.ask)}
	if p.Settles() && q.output.charts != "" {
		return errors.New("--ask verdict beside --charts, whose intervals suppose that all --seeds " +
			"are run")
	}
	if err := p.AddScenario(q.typed, q.scenario); err != nil {
		return err
	}
	if p.Readings, err = q.severalReadings(q.readings); err != nil {
		return err
	}
	var variations []*scenarios.Scenario
	for _, t := range q.trials {
		variations = append(variations, t.Scenario)
	}
	p.Vary(q.scenario, variations)
	for _, s := range q.strategies {
		p.Strategies = append(p.Strategies, s.Name)
	}
	if p.Precision, err = q.precisionOf(); err != nil {
		return err
	}
	if err := p.Check(); err != nil {
		return err
	}
	if err := q.output.check(c, &p); err != nil {
		return err
	}
	var part study.Shard
	if q.shard != "" {
		if part, err = study.ParseShard(q.shard); err != nil {
			return err
		}
		if q.output.name != "ndjson" && q.journal == "" {
			return errors.New("a shard is no study to be printed: keep it by --journal FILE, or print " +
				"it by --format ndjson")
		}
	}
	q.header = study.NewHeader(studyVersion(), p, part)
	return nil
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
func (q *inquiry) carryOut(c *cobra.Command) error {
	if err := q.plan(c); err != nil {
		return err
	}
	of := study.NewProgress(q.header)
	keepers := []study.Keeper{of}
	finish := func() error { return nil }
	if q.journal != "" {
		journal, err := q.header.OpenJournal(q.journal)
		if err != nil {
			return err
		}
		keepers, finish = append(keepers, journal), journal.Close
		if journal.Size() > 0 {
			if err := q.audit(c, journal.Audit); err != nil {
				return errors.Join(err, finish())
			}
		}
	}
	collectFor(q.header.Len())
	q.cache.open(c)
	kept, err := q.cache.keep(c.Context(), &q.header, q.contestant, q.runCells)
	if err != nil {
		return errors.Join(err, finish())
	}
	keepers = append(keepers, kept...)
	by, err := q.place.crew(c, &q.header, q.runCells, of)
	if err != nil {
		return errors.Join(err, finish())
	}
	if err := q.board.open(c, of, dashboard.About{
		Scenario: q.typed, Command: q.output.repeat(&q.header.Plan), Workers: by.workers,
	}); err != nil {
		return errors.Join(err, by.end(), finish())
	}
	s, err := q.header.Execute(by.run, func(n int, do func(i int)) {
		eachOf(by.ctx, by.width, n, &progress{what: "studying", of: of}, do)
	}, keepers...)
	useless := by.end()
	if err = errors.Join(err, useless, finish()); useless != nil || s == nil || s.Err() != nil {
		return err
	}
	q.carriedOut = true
	err = errors.Join(err, q.board.finish(c, s), q.cache.explain(c))
	remarkVaried(c, s)
	q.output.took = of.Took
	err = errors.Join(err, q.print(q.output.besideFiles(c), s), q.output.writeFiles(c, s),
		q.endedIn(s))
	if q.shard != "" {
		return err
	}
	if len(q.header.Plan.Scenarios) == 1 && q.header.Plan.Varied == nil {
		q.failing.note(c, &q.subject, &q.cache, q.output.evidence(s))
	}
	return errors.Join(err, q.github.print(c, q.output.evidence(s), &q.subject,
		q.output.repeat(&s.Plan)))
}

// audit computes some of the finished cells again, says how many came out as they were kept, and
// returns an error where one did not.
func (q *inquiry) audit(
	c *cobra.Command, audit func(study.Runner, func(n int, do func(i int))) study.Audit,
) error {
	a := audit(q.runCells, func(n int, do func(i int)) {
		each(c.Context(), n, &progress{what: "auditing"}, do)
	})
	if a.Differs == nil {
		remark(c, []string{a.String()})
	}
	return a.Differs
}

// runCells is the Runner of the study.
func (q *inquiry) runCells(cells []study.Cell) ([]*measure.Outcome, error) {
	s, strategy, err := q.contestant(cells[0].Contestant)
	if err != nil {
		return nil, err
	}
	return study.Run(cells, s, strategy, q.header.Plan.Ask.OfRuns())
}

// contestant is the scenario and the strategy of a contestant, with what is set of them.
func (q *inquiry) contestant(
	c study.Contestant,
) (s *scenarios.Scenario, with spec.Strategy, err error) {
	at := slices.IndexFunc(q.trials, func(t study.Trial) bool { return t.Name == c.Scenario })
	k := slices.IndexFunc(q.strategies, func(s spec.Strategy) bool { return s.Name == c.Strategy })
	with, err = q.trials[at].Strategy(q.strategies[k])
	return q.trials[at].Scenario, with, err
}

// print prints the study, or of a shard that it is kept. Of one that is not finished programs get
// nothing.
func (q *inquiry) print(w io.Writer, s *study.Study) error {
	switch {
	case q.shard != "" && q.output.name != "ndjson":
		_, err := fmt.Fprintf(w, "shard %s: %d of %d runs are in %s; `tokenstorm merge` puts shards "+
			"together\n", q.shard, s.Len()-s.Missing(), s.Len(), q.journal)
		return err
	case s.Missing() > 0 && !q.output.isTable():
		return nil
	}
	return q.output.write(w, s)
}

// endedIn is the error of a study that was interrupted, or of which runs failed.
func (q *inquiry) endedIn(s *study.Study) error {
	err := failedCells(s)
	if n := s.Missing(); n > 0 {
		kept := fmt.Sprintf("%d of %d runs were finished", s.Len()-n, s.Len())
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
		return fmt.Errorf("%w; failed as well: %s", first, unit.Counted(more, "run"))
	}
	return first
}
