package command

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A studyOutput is how a study is printed.
type studyOutput struct {
	format   string
	asJSON   bool   // the same as the format ndjson
	against  string // a strategy
	baseline string // a file
	stored   *study.Study
	charts   string // a folder; empty: none
}

// formats are how a study can be printed.
var formats = []string{"table", "markdown", "csv", "ndjson", "junit"}

func (e *studyOutput) add(c *cobra.Command) {
	c.Flags().StringVar(&e.format, "format", "table", "table, markdown, csv, junit, or ndjson: "+
		"every run, to be stored, merged, and compared with")
	c.Flags().StringVar(&e.against, "baseline-strategy", "",
		"the strategy that the others are held against (default the first)")
	c.Flags().StringVar(&e.baseline, "baseline", "", "compare with the results in this file, "+
		"stored by --format ndjson, and exit with 99 where they were better, or may have been")
	c.Flags().BoolVar(&e.asJSON, "json", false, "the same as --format ndjson: JSON objects, one a "+
		"line, first what was asked for, then every run")
	complete(c, "format", formats)
	completeStrategies(c, "baseline-strategy")
}

// settle lets --json choose the format.
func (e *studyOutput) settle() error {
	if !e.asJSON {
		return nil
	}
	if e.format != "table" && e.format != "ndjson" {
		return fmt.Errorf("either --json or --format %s", e.format)
	}
	e.format = "ndjson"
	return nil
}

// check refuses flags that make no sense for this plan, and reads the stored results.
func (e *studyOutput) check(p *study.Plan) error {
	if err := e.settle(); err != nil {
		return err
	}
	if !slices.Contains(formats, e.format) {
		return fmt.Errorf("no format %q; %s", e.format, unit.Suggestion(e.format, formats))
	}
	if e.against != "" && !slices.Contains(p.Strategies, e.against) {
		return fmt.Errorf("--baseline-strategy %s is not among the strategies; %s",
			e.against, unit.Suggestion(e.against, p.Strategies))
	}
	if e.baseline == "" {
		return nil
	}
	var err error
	if e.stored, err = study.ReadFile(e.baseline); err != nil {
		return err
	}
	return e.stored.Incomparable(p)
}

func (e *studyOutput) isTable() bool { return e.format == "table" || e.format == "markdown" }

// write prints the study; its error is that of w, or that expectations are not met, or that the
// stored results were better.
func (e *studyOutput) write(w io.Writer, s *study.Study) error {
	var b bytes.Buffer
	of := reports.Evidence{Study: s, Baseline: cmp.Or(e.against, s.Plan.Strategies[0])}
	var err error
	switch e.format {
	case "csv":
		err = of.CSV(&b)
	case "junit":
		err = of.JUnit(&b)
	case "ndjson":
		err = s.Write(&b)
	default:
		err = e.table(&b, &of, w)
	}
	if err != nil {
		return err
	}
	worse := s.Regressions(e.stored)
	if e.isTable() && e.stored != nil {
		reports.Regressions(&b, e.stored, worse)
	}
	if e.isTable() {
		fmt.Fprintf(&b, "\n%s\n", repeatStudy(s, e.against))
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	if e.charts != "" {
		if err := writeHeatMaps(e.charts, s); err != nil {
			return err
		}
	}
	err = regressionError(e.stored, worse)
	if of.Failed() {
		err = errors.Join(err, &exit{exitUnmet, errors.New("what the scenario expects is not met")})
	}
	return err
}

func (e *studyOutput) table(b *bytes.Buffer, of *reports.Evidence, w io.Writer) error {
	format := formatFor(w)
	if e.format == "markdown" {
		format = reports.Format{Markdown: true}
	}
	return of.Table(b, format)
}

// regressionError is nil where there is no regression.
func regressionError(stored *study.Study, found []study.Regression) error {
	switch {
	case len(found) == 0:
		return nil
	case found[0].Shown:
		return &exit{exitUnmet, fmt.Errorf("worse than %s: %s", stored.Name, found[0])}
	}
	return &exit{exitUnmet, fmt.Errorf("too few seeds to tell whether it is worse than %s: %s",
		stored.Name, found[0])}
}
