package reports

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// mostFailures is how many failed cells are listed one by one.
const mostFailures = 10

// remarks are the lines below the tables: what is missing, what failed, and each verdict that is
// no PASS.
func (e *Evidence) remarks() []string {
	s := e.Study
	var lines []string
	if n := s.Missing(); n > 0 {
		lines = append(lines, fmt.Sprintf("UNFINISHED: %d of %d runs are missing.", n,
			s.Len()))
	}
	failed := s.Failures()
	for _, r := range failed[:min(len(failed), mostFailures)] {
		lines = append(lines, fmt.Sprintf("FAILED RUN %s: %s", r.Cell, r.Error))
	}
	if more := len(failed) - mostFailures; more > 0 {
		lines = append(lines, fmt.Sprintf("FAILED RUNS: %d more", more))
	}
	if s.Plan.Settles() && s.Missing() == 0 {
		lines = append(lines, e.settled())
	}
	if p := s.Plan.Precision; p != nil && s.Missing() == 0 {
		of := p.Figure
		if f := figureOf(p.Figure); !f.Bounded() {
			of = "the median of " + of
		}
		precision := fmt.Sprintf("Precision: after %d seeds the 95 %% interval of %s is %g wide at most "+
			"to either side.", s.Plan.Seeds, of, p.HalfWidth)
		if s.Plan.Seeds == p.Most {
			precision = fmt.Sprintf("Precision: all %d seeds were run to bring the 95 %% interval of %s "+
				"down to %g to either side.", p.Most, of, p.HalfWidth)
		}
		lines = append(lines, precision)
	}
	for _, r := range e.rulings() {
		if r.Verdict != study.Pass {
			lines = append(lines, r.String()+e.unmet(r.Contestant))
		}
	}
	return lines
}

// rulings are the verdicts on all contestants of whom the scenario expects something.
func (e *Evidence) rulings() []study.Ruling {
	var all []study.Ruling
	for _, c := range e.Study.Plan.Contestants() {
		r := e.Study.Rule(c, study.AsExpected, study.Required)
		if r.Proportion.N > 0 {
			all = append(all, r)
		}
	}
	return all
}

// Failed reports whether a verdict on what the scenario expects is FAIL.
func (e *Evidence) Failed() bool {
	return slices.ContainsFunc(e.rulings(), func(r study.Ruling) bool {
		return r.Verdict == study.Fail
	})
}

// unmet lists which expectations were not met, and in how many runs.
func (e *Evidence) unmet(c study.Contestant) string {
	runs := e.unmetRuns(c)
	if len(runs) == 0 {
		return ""
	}
	var counted []string
	for _, text := range slices.Sorted(maps.Keys(runs)) {
		counted = append(counted, fmt.Sprintf("%s (%s)", text, unit.Counted(runs[text], "run")))
	}
	return "; not met: " + strings.Join(counted, ", ")
}

// flips sets the verdicts on safety side by side, reading by reading.
func (e *Evidence) flips(b *bytes.Buffer, f Format) {
	columns := append([]string{"strategy"}, e.Study.Plan.Readings...)
	t := newTable(text.AlignLeft, append(columns, "flips under")...)
	verdicts := map[string]study.Row{}
	for _, row := range e.Study.Matrix(study.NoBan, study.Required) {
		verdicts[row.Strategy] = row
	}
	for _, alike := range e.rows(f) {
		row := verdicts[alike[0]]
		line := table.Row{row.Strategy}
		for _, r := range row.Rulings {
			line = append(line, fmt.Sprintf("%s %d/%d", r.Verdict,
				r.Proportion.N-r.Proportion.Hits, r.Proportion.N))
		}
		flips := strings.Join(row.Flips(), ", ")
		if flips == "" {
			flips = unit.None
		}
		t.appendRow(alike, append(line, flips))
	}
	fmt.Fprintln(b)
	putTable(b, t, fmt.Sprintf("Never banned in at least %g %% of the runs: the verdict, "+
		"and banned/runs, under each reading", 100*study.Required), f)
}
