package command

import (
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// tellJudgements tells every verdict, and the hits behind each, or behind the two most telling.
func tellJudgements(
	w io.Writer, hits *scenarios.Hits, judged []fakecarrier.Judgement, behindEach bool,
) {
	last := hits.At[len(hits.At)-1]
	fmt.Fprintf(w, "%s within %v, as recorded: what was, no estimate\n\n",
		reports.Counted(len(hits.At), "token hit"), last.Sub(hits.At[0]))
	t := newTable("reading", "first violated", "fullest", "limit", "what it says")
	for _, j := range judged {
		r, err := fakecarrier.LookupReading(j.Reading)
		if err != nil {
			panic(err) // looked up before
		}
		first := "never"
		if j.Violated {
			first = j.FirstViolation.String()
		}
		t.AppendRow(table.Row{j.Reading, first, j.Peak, j.Limit, r.About})
	}
	putTable(w, t)
	if !behindEach {
		tellFirstWindows(w, hits, judged)
		return
	}
	for i := range judged {
		tellWindow(w, hits, &judged[i])
	}
}

// tellFirstWindows shows the hits that filled the windows which were violated first of all: of the
// burst threshold and of the average one.
func tellFirstWindows(w io.Writer, hits *scenarios.Hits, judged []fakecarrier.Judgement) {
	for _, average := range []bool{false, true} {
		var first *fakecarrier.Judgement
		for i := range judged {
			r, err := fakecarrier.LookupReading(judged[i].Reading)
			if err != nil || r.Average != average || !judged[i].Violated {
				continue
			}
			if first == nil || judged[i].FirstViolation < first.FirstViolation {
				first = &judged[i]
			}
		}
		if first != nil {
			tellWindow(w, hits, first)
		}
	}
}

// A longer window is told by its beginning and its end.
const (
	mostHits  = 24
	firstHits = 12
	lastHits  = 8
)

// tellWindow shows the hits of the window that was violated first, else of the fullest.
func tellWindow(w io.Writer, hits *scenarios.Hits, j *fakecarrier.Judgement) {
	filled := j.Filled
	switch {
	case j.Violated:
		fmt.Fprintf(w, "\n%s was violated first at %v, by %s:\n\n", j.Reading, j.FirstViolation,
			reports.Counted(len(filled), "hit"))
	case len(j.Fullest) > 0:
		filled = j.Fullest
		fmt.Fprintf(w, "\n%s was never violated; its fullest window has %s:\n\n", j.Reading,
			reports.Counted(len(filled), "hit"))
	default:
		return // a peak of 0: no window counts
	}
	columns := []string{"line", "since the first of them", "since the start", "time"}
	if hits.Origin.Unix() == 0 {
		columns = columns[:3] // a list knows no time of day
	}
	t := newTable(columns...)
	for n, i := range filled {
		if len(filled) > mostHits && n >= firstHits && n < len(filled)-lastHits {
			if n == firstHits {
				t.AppendRow(table.Row{"...",
					fmt.Sprintf("%d more", len(filled)-firstHits-lastHits)})
			}
			continue
		}
		row := table.Row{hits.Lines[i], "+" + hits.At[i].Sub(hits.At[filled[0]]).String(),
			hits.At[i].Sub(hits.Origin).String(), hits.At[i].Format(time.RFC3339)}
		t.AppendRow(row[:len(columns)])
	}
	right := []table.ColumnConfig{}
	for n := range 3 {
		right = append(right, table.ColumnConfig{Number: n + 1, Align: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	putTable(w, t)
}
