package review

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

var format = schema.Object[*Review]("review", 3, "The answers to the questions of a design review.")

// JSON writes the review for programs: Review explains the fields.
func (r *Review) JSON(w io.Writer) error {
	return format.Write(w, r)
}

// Markdown writes the review for readers.
func (r *Review) Markdown(w io.Writer) error {
	var b bytes.Buffer
	own, build := r.Own(), r.answer("Q8")
	switch {
	case len(own) > 0:
		fmt.Fprintf(&b, "# Which strategies survive\n\n")
		for _, a := range own {
			fmt.Fprintf(&b, "- **%s**\n", a.Headline.Text)
		}
		fmt.Fprintln(&b)
	default:
		fmt.Fprintf(&b, "# Design review: how to renew a token\n\n")
	}
	if build != nil {
		fmt.Fprintf(&b, "**%s** %s\n\n", build.Headline.Text, r.Recommendation.About)
	}
	fmt.Fprintf(&b, "Repeat it with `%s`: the same figures come out, on any machine.\n\n", r.Command)
	fmt.Fprintf(&b, "- %s\n- %s\n- %s\n", intervals, reports.Unseen(r.Seeds), verdicts)
	if r.Missing > 0 || r.Failures > 0 {
		fmt.Fprintf(&b, "- Not all of it is here: %d runs or searches were not carried out, %d "+
			"failed. Answers that need them are left out.\n", r.Missing, r.Failures)
	}
	for i := range r.Answers {
		r.Answers[i].markdown(&b)
		for k := range r.Scenarios {
			if s := &r.Scenarios[k]; s.Answer == r.Answers[i].ID {
				s.markdown(&b)
			}
		}
	}
	for i := range r.Scenarios {
		if s := &r.Scenarios[i]; s.Answer == "" {
			s.markdown(&b)
		}
	}
	for i := range r.Capacity {
		r.Capacity[i].markdown(&b)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return err
	}
	return reports.WriteWords(w)
}

const (
	intervals = "Intervals have 95 % confidence, whatever the runs are like: exact ones of " +
		"probabilities; of shares those of the mean, by Gaffke; of anything else those of the median, " +
		"by order statistics, with the mean beside it where a few runs are unlike the others. n is the " +
		"number of runs. Differences are taken seed by seed."
	verdicts = "PASS: the probability of a ban, or of what else is judged, is shown to be below " +
		"5 %, which takes 72 runs without one. FAIL: it is shown to be above. INCONCLUSIVE: the runs " +
		"do not tell."
)

func (a *Answer) markdown(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## %s. %s\n\n%s\n\n**%s**\n\n", a.ID, a.Title, a.Question, a.Headline.Text)
	fmt.Fprintf(b, "%s: %s.\n\n", a.Verdict, a.Claim)
	for _, f := range a.Figures {
		fmt.Fprintf(b, "- %s\n", f.Text)
	}
	if a.Table != nil {
		fmt.Fprintf(b, "\n%s\n\n", a.Table.Caption)
		a.Table.markdown(b)
	}
	if len(a.Conditions) > 0 {
		fmt.Fprintf(b, "\nWhat if\n\n")
		for _, c := range a.Conditions {
			fmt.Fprintf(b, "- %s? %s\n", c.Assumption, c.Then.Text)
		}
	}
	writeCommands(b, a.Commands...)
}

func writeCommands(b *bytes.Buffer, lines ...string) {
	fmt.Fprintf(b, "\n<details><summary>To repeat it</summary>\n\n```sh\n%s\n```\n\n</details>\n",
		strings.Join(lines, "\n"))
}

func (t *Table) markdown(b *bytes.Buffer) {
	fmt.Fprintf(b, "| %s |\n|%s\n", strings.Join(t.Columns, " | "),
		" --- |"+strings.Repeat(" ---: |", len(t.Columns)-1))
	for _, row := range t.Rows {
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
	}
}

func (s *ScenarioStudy) markdown(b *bytes.Buffer) {
	var varied []string
	for _, set := range s.Varied {
		varied = append(varied, set.String())
	}
	with := ""
	if len(varied) > 0 {
		with = " with " + strings.Join(varied, ", ")
	}
	if s.Answer == "" {
		fmt.Fprintf(b, "\n## Runs with a ban: %s\n", s.Title)
	}
	what := s.Decides
	if what != "" {
		what += " "
	}
	fmt.Fprintf(b, "\n%s%s. Each cell: %sso many runs, the interval of the probability, the "+
		"verdict. Served and p99: under %s.\n\n", s.Scenario, with, what, s.Readings[0])
	t := Table{Columns: slices.Concat([]string{"strategy"}, s.Readings, []string{"served", "p99"})}
	folded := map[string]*Fold{}
	for i := range s.Alike {
		for _, name := range s.Alike[i].Strategies {
			folded[name] = &s.Alike[i]
		}
	}
	for i := range s.Rows {
		switch f := folded[s.Rows[i].Strategy]; {
		case f == nil:
			t.Rows = append(t.Rows, s.Rows[i].markdown())
		case f.Strategies[0] == s.Rows[i].Strategy:
			t.Rows = append(t.Rows, f.markdown())
		}
	}
	t.markdown(b)
	for _, f := range s.Alike {
		fmt.Fprintf(b, "\n%s: %s.\n", f.Text, strings.Join(f.Strategies, ", "))
	}
	for _, name := range s.Pictures {
		if picture, ok := strings.CutSuffix(name, ".png"); ok {
			fmt.Fprintf(b, "\n![%s](%s)\n", picture, name)
		}
	}
	writeCommands(b, s.Commands...)
}

// markdown is the row of a strategy.
func (s *Standing) markdown() []string {
	row := []string{s.Strategy}
	for _, c := range s.Cells {
		var words []string
		for _, h := range c.Harms {
			text := fmt.Sprintf("%d of %d: %s", h.Hits, h.N, h.Text)
			if len(c.Harms) > 1 {
				text = h.Is + " " + text
			}
			words = append(words, text)
		}
		row = append(row, strings.Join(words, ", ")+" "+c.Verdict)
	}
	return append(row, s.Cells[0].Success.text(success), s.Cells[0].P99.text(p99))
}

// markdown is the row that stands for all of them.
func (f *Fold) markdown() []string {
	row := []string{f.Text}
	for i, c := range f.Cells {
		row = append(row, c+" "+f.Verdicts[i])
	}
	return append(row, f.Served, unit.None)
}

// text is the estimate as tables have it.
func (e *Estimate) text(f measure.Figure) string {
	if e.Value == nil {
		return unit.None
	}
	text := reports.Quantity(f, *e.Value)
	if e.N > 1 && e.Low != nil && e.High != nil && *e.Low < *e.High {
		text += " (" + reports.Bounds(f, *e.Value, study.Interval{Low: *e.Low, High: *e.High}) + ")"
	}
	return text
}

func (c *Capacity) markdown(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## How far: %s\n\n%s from %g to %g, by bisection, which supposes that whoever "+
		"survives a value survives all below it; %d runs at both values.\n\n",
		c.Title, c.Field, c.From, c.To, c.Seeds)
	t := Table{Columns: []string{"strategy", "reading", "survived", "not survived"}}
	for _, e := range c.Edges {
		row := []string{e.Strategy, e.Reading, "none", "–"}
		if e.Value != nil {
			row[2] = fmt.Sprintf("%g: %d of %d banned, %s", *e.Value, e.There.Hits, e.There.N,
				e.There.Text)
		}
		if e.Next != nil {
			row[3] = fmt.Sprintf("%g: %d of %d banned", *e.Next, e.Beyond.Hits, e.Beyond.N)
		}
		t.Rows = append(t.Rows, row)
	}
	t.markdown(b)
	writeCommands(b, c.Command)
}
