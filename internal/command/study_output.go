package command

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/outfile"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/archive"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A studyOutput is how a study is printed.
type studyOutput struct {
	form
	against  string // a strategy
	baseline string // a file
	stored   *study.Study
	charts   string // a folder; empty: none
	rows     rows
	save     string // a file for the study and all that it was made from; empty: none
	junit    string // a file; empty: none

	took func(study.Contestant) time.Duration // how long its runs took; nil: not known
}

func (o *studyOutput) add(c *cobra.Command) {
	o.form.add(c, "json", "table (the default), markdown, csv, json, junit, or ndjson: every run, to "+
		"be stored, merged, and compared with", "print every figure and verdict as one JSON object",
		"table", "markdown", "csv", "json", "ndjson", "junit")
	c.Flags().StringVar(&o.against, "baseline-strategy", "",
		"the strategy that the others are held against (default the first)")
	c.Flags().StringVar(&o.baseline, "baseline", "", "compare with the results in this `file`, "+
		"stored by --format ndjson, and exit with 99 where they were better, or may have been")
	complete(c, "baseline-strategy", spec.Names())
	o.rows.add(c)
	addCharts(c, &o.charts)
}

// check refuses flags that make no sense for this plan, and reads the stored results.
func (o *studyOutput) check(c *cobra.Command, p *study.Plan) (err error) {
	if err := o.settle(); err != nil {
		return err
	}
	if err := o.rows.check(); err != nil {
		return err
	}
	if o.against != "" && !slices.Contains(p.Strategies, o.against) {
		return fmt.Errorf("--baseline-strategy %s is not among the strategies; meant %s", o.against,
			unit.Meant(o.against, p.Strategies))
	}
	if !o.isTable() && o.name != "csv" && o.name != "json" {
		useless(c, o.name+" has no differences", "baseline-strategy")
	}
	if o.baseline == "" {
		return nil
	}
	noteInputs(c.Context(), o.baseline)
	if o.stored, err = study.ReadFile(o.baseline); err != nil {
		return err
	}
	return o.stored.Incomparable(p)
}

// write prints the study; its error is that of w, or that expectations are not met, or that the
// stored results were better.
func (o *studyOutput) write(w io.Writer, s *study.Study) error {
	if o.name != "ndjson" {
		if err := s.Tabulate(); err != nil {
			return err
		}
	}
	of := o.evidence(s)
	worse := s.Regressions(o.stored)
	repeat := o.repeat(&s.Plan)
	err := o.print(w, "repeat: "+repeat, func(b *bytes.Buffer, f reports.Format) {
		of.Table(b, f)
		if o.stored != nil {
			reports.Regressions(b, o.stored, worse)
		}
	}, formats{
		"csv": of.CSV, "ndjson": s.Write,
		"junit": func(w io.Writer) error { return of.JUnit(w, repeat, nil) },
		"json":  func(w io.Writer) error { return of.JSON(w, repeat) },
	})
	if err == nil && o.charts != "" {
		_, err = reports.WriteStudyCharts(o.charts, of)
	}
	if err == nil {
		err = s.Err()
	}
	if err != nil {
		return err
	}
	err = regressionError(o.stored, worse)
	if of.Failed() {
		err = errors.Join(err, &exit{exitUnmet, errors.New("what the scenario expects is not met")})
	}
	return err
}

// evidence is the study as it is printed.
func (o *studyOutput) evidence(s *study.Study) *reports.Evidence {
	return &reports.Evidence{Study: s, Baseline: cmp.Or(o.against, s.Plan.Strategies[0]),
		Order: o.rows.orderOf(&s.Plan), AllRows: o.rows.all}
}

// addFiles declares the flags of files beside what is printed.
func (o *studyOutput) addFiles(c *cobra.Command) {
	c.Flags().StringVar(&o.save, "save", "", "keep the study in this file, with every scenario, "+
		"strategy and arrival file that it was\nmade from: tokenstorm open FILE needs nothing beside it")
	c.Flags().StringVar(&o.junit, "junit", "", "write the verdicts to this file as JUnit's XML, with "+
		"the time, the seeds, the digests and the\ncommand that repeats them")
	isWritten(c, "save", writesFile)
	isWritten(c, "junit", writesFile)
}

// besideFiles is where the study is printed: on standard error where a file is standard output.
func (o *studyOutput) besideFiles(c *cobra.Command) io.Writer {
	if outfile.IsStdout(o.junit) {
		return c.ErrOrStderr()
	}
	return beside(c, o.save)
}

// writeFiles writes what is asked for of a whole study.
func (o *studyOutput) writeFiles(c *cobra.Command, s *study.Study) error {
	if s.Missing() > 0 {
		return nil
	}
	var err error
	if o.junit != "" {
		err = outfile.Write(c.OutOrStdout(), o.junit, func(w io.Writer) error {
			return o.evidence(s).JUnit(w, o.repeat(&s.Plan), o.took)
		})
	}
	return errors.Join(err, o.saved(c, s))
}

// saved keeps the study in the file of --save.
func (o *studyOutput) saved(c *cobra.Command, s *study.Study) error {
	if o.save == "" {
		return nil
	}
	kept, err := archive.Collect(s)
	if err != nil {
		return fmt.Errorf("--save %s: %w", o.save, err)
	}
	if err := outfile.Write(c.OutOrStdout(), o.save, kept.Write); err != nil {
		return err
	}
	remark(c, []string{"the study is in " + o.save + ", which needs no other file: " +
		commandLine("open", o.save, "--check", "all") + " carries it out again"})
	return nil
}

// regressionError is nil where there is no regression.
func regressionError(stored *study.Study, found []study.Regression) error {
	if len(found) == 0 {
		return nil
	}
	what := "worse than"
	if !found[0].Shown {
		what = "too few seeds to tell whether it is worse than"
	}
	return &exit{exitUnmet, fmt.Errorf("%s %s: %s", what, stored.Name, found[0])}
}

// repeat is the command line that repeats a study. It is made of the plan, so that merged shards
// have the line of one run.
func (o *studyOutput) repeat(p *study.Plan) string {
	scenario := p.Base()
	if files := p.InputsOf(study.ScenarioInput); len(files) == 1 {
		scenario = files[0].Name
	}
	words := []string{"compare", scenario}
	for _, v := range p.Variations() {
		words[0] = "sweep"
		words = append(words, "--vary", v.Path+"="+strings.Join(v.Values, ","))
	}
	strategies := slices.Clone(p.Strategies)
	for _, file := range p.InputsOf(study.StrategyInput) { // as they were typed
		if i := slices.Index(strategies, file.Strategy); i >= 0 {
			strategies[i] = file.Name
		}
	}
	words = append(words, "--strategies", commaList(strategies), "--readings",
		strings.Join(p.Readings, ","), "--seed", strconv.FormatUint(p.First, 10))
	if of := p.Precision; of != nil {
		words = append(words, "--seeds", strconv.Itoa(of.Most),
			"--precision", of.Figure+"="+strconv.FormatFloat(of.HalfWidth, 'g', -1, 64))
	} else {
		words = append(words, "--seeds", strconv.Itoa(p.Seeds))
	}
	if p.Ask != measure.Everything {
		words = append(words, "--ask", string(p.Ask))
	}
	if o.name != "table" {
		words = append(words, "--format", o.name)
	}
	if o.against != "" {
		words = append(words, "--baseline-strategy", o.against)
	}
	words = append(words, o.rows.words()...)
	if o.baseline != "" {
		words = append(words, "--baseline", o.baseline)
	}
	return commandLine(words...)
}
