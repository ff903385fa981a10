package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// mostAnnotations is how many of each kind GitHub shows of a step (docs.github.com, limits of
// annotations).
const mostAnnotations = 10

// An annotation is what GitHub shows beside a workflow's run: an error, or a notice.
type annotation struct{ kind, strategy, title, text string }

// Annotations writes what GitHub Actions shows as annotations of the run, as workflow commands: an
// error for each strategy that is shown not to be as the scenario expects, and for each run that
// failed; a notice for each of which that cannot be told. file is the scenario's, if it is one.
func (e *Evidence) Annotations(w io.Writer, file, command string) error {
	var b bytes.Buffer
	count := map[string]int{}
	for _, a := range e.annotations() {
		switch count[a.kind]++; {
		case count[a.kind] < mostAnnotations:
			a.print(&b, file, command)
		case count[a.kind] == mostAnnotations:
			a.text += "; GitHub shows no more of a step: the others are in its summary"
			a.print(&b, file, command)
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (a *annotation) print(b *bytes.Buffer, file, command string) {
	fmt.Fprintf(b, "::%s ", a.kind)
	if file != "" {
		fmt.Fprintf(b, "file=%s,line=1,", inProperty(file))
	}
	fmt.Fprintf(b, "title=%s::%s%%0Arepeat: %s\n", inProperty(a.title), inData(a.text),
		inData(command))
}

// What GitHub takes for something else in a command is written in hexadecimal
// (github.com/actions/toolkit, packages/core/src/command.ts).
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func inData(text string) string     { return data.Replace(unit.Printable(text)) }
func inProperty(text string) string { return property.Replace(unit.Printable(text)) }

// Failing are the strategies that are shown not to be as the scenario expects, under some reading,
// or of which a run failed. Of one run it is whether that run is as expected.
func (e *Evidence) Failing() (strategies []string) {
	for _, a := range e.annotations() {
		if a.kind == "error" && !slices.Contains(strategies, a.strategy) {
			strategies = append(strategies, a.strategy)
		}
	}
	return strategies
}

func (e *Evidence) annotations() (all []annotation) {
	for _, c := range e.Study.Plan.Contestants() {
		r := e.Study.Rule(c, e.criterion(), study.Required)
		text := r.String() + e.unmet(c)
		kind := ""
		switch {
		case r.Proportion.N == 0:
			continue
		case e.Study.Plan.Seeds == 1:
			if r.Proportion.Hits == 0 {
				kind, text = "error", "one run"+cmp.Or(e.unmet(c), "; banned")
			}
		case r.Verdict == study.Fail:
			kind = "error"
		case r.Verdict == study.Inconclusive:
			kind = "notice"
		}
		if kind != "" {
			all = append(all, annotation{kind, c.Strategy, c.String(), text})
		}
	}
	for _, r := range e.Study.Failures() {
		all = append(all, annotation{"error", r.Strategy, r.Cell.String(), r.Error})
	}
	return all
}

// StepSummary writes what GitHub shows as the summary of a step: Markdown, a line for each strategy
// of which something is expected and what the runs say of it, and below it the tables, folded.
func (e *Evidence) StepSummary(w io.Writer, command string, tables func(*bytes.Buffer)) error {
	p := &e.Study.Plan
	var b bytes.Buffer
	fmt.Fprintf(&b, "### %s, seeds %s\n\n", inMarkdown(p.Base()), seeds(p))
	rows := 0
	for _, c := range p.Contestants() {
		r := e.Study.Rule(c, e.criterion(), study.Required)
		if r.Proportion.N == 0 {
			continue
		}
		if rows++; rows == 1 {
			fmt.Fprintf(&b, "| | strategy | scenario | reading | %s | banned | not met |\n"+
				"|:---:|:---|:---|:---|:---|:---|:---|\n", e.criterion().Name)
		}
		banned := e.Study.Proportion(c, study.NoBan).Without()
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %d of %d | %d of %d: %s | %s |\n", e.mark(&r),
			inMarkdown(c.Strategy), inMarkdown(c.Scenario), inMarkdown(c.Reading), r.Proportion.Hits,
			r.Proportion.N, banned.Hits, banned.N, e.Study.Probable(banned),
			inMarkdown(strings.TrimPrefix(e.unmet(c), "; not met: ")))
	}
	if rows == 0 {
		fmt.Fprintf(&b, "Nothing is expected of these strategies.\n")
	}
	for _, r := range e.Study.Failures()[:min(mostAnnotations, len(e.Study.Failures()))] {
		fmt.Fprintf(&b, "\n- ✕ %s: %s\n", inMarkdown(r.Cell.String()), inMarkdown(r.Error))
	}
	fmt.Fprintf(&b, "\n```sh\n%s\n```\n\n<details><summary>All figures</summary>\n\n", command)
	tables(&b)
	fmt.Fprintf(&b, "\n</details>\n\n")
	_, err := w.Write(b.Bytes())
	return err
}

// mark is a verdict as a picture and a word. Of one run it is whether that run is as expected.
func (e *Evidence) mark(r *study.Ruling) string {
	switch {
	case e.Study.Plan.Seeds == 1 && r.Proportion.Hits == 1:
		return "✓ met"
	case e.Study.Plan.Seeds == 1:
		return "✕ not met"
	case r.Verdict == study.Pass:
		return "✓ PASS"
	case r.Verdict == study.Fail:
		return "✕ FAIL"
	}
	return "? INCONCLUSIVE"
}

// inMarkdown is a text within a cell of a table.
func inMarkdown(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "`", "'", "\n", " ").Replace(text)
}
