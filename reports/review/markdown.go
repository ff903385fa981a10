package review

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports"
)

// JSON writes the review for programs: Review explains the fields.
func (r *Review) JSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// Markdown writes the review for readers.
func (r *Review) Markdown(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Design review: how to renew a token\n\n")
	if n := len(r.Answers); n > 0 && r.Answers[n-1].ID == "Q8" {
		fmt.Fprintf(&b, "**%s**", r.Answers[n-1].Headline.Text)
		fmt.Fprintf(&b, " %s\n\n", r.Recommendation.About)
	}
	fmt.Fprintf(&b, "Repeat it with `%s`: the same figures come out, on any machine.\n\n", r.Command)
	fmt.Fprintf(&b, "- %s\n- %s\n- %s\n", intervals, reports.Unseen(r.Seeds), verdicts)
	if r.Missing > 0 || r.Failures > 0 {
		fmt.Fprintf(&b, "- Not all of it is here: %d runs or searches were not carried out, %d "+
			"failed. Answers that need them are left out.\n", r.Missing, r.Failures)
	}
	for i := range r.Answers {
		r.Answers[i].markdown(&b)
	}
	for i := range r.Scenarios {
		r.Scenarios[i].markdown(&b)
	}
	for i := range r.Capacity {
		r.Capacity[i].markdown(&b)
	}
	_, err := w.Write(b.Bytes())
	return err
}

const (
	intervals = "Intervals have 95 % confidence, whatever the runs are like: exact ones of " +
		"probabilities; of shares those of the mean, by Gaffke; of anything else those of the median, " +
		"by order statistics, with the mean beside it where a few runs are unlike the others. n is the " +
		"number of runs. Differences are taken seed by seed."
	verdicts = "PASS: the probability of a ban is shown to be below 5 %, which takes 72 runs " +
		"without one. FAIL: it is shown to be above. INCONCLUSIVE: the runs do not tell."
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
	fmt.Fprintf(b, "\n## Runs with a ban: %s\n\n%s%s. Each cell: runs with a ban, the interval of "+
		"the probability, the verdict.\n\n", s.Title, s.Scenario, with)
	t := Table{Columns: append([]string{"strategy"}, s.Readings...)}
	for _, standing := range s.Rows {
		row := []string{standing.Strategy}
		for _, c := range standing.Cells {
			row = append(row, fmt.Sprintf("%d of %d: %s %s", c.Banned.Hits, c.Banned.N, c.Banned.Text,
				c.Verdict))
		}
		t.Rows = append(t.Rows, row)
	}
	t.markdown(b)
	writeCommands(b, s.Commands...)
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
