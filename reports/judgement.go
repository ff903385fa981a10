package reports

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/accesslog"
)

// Judgements prints every verdict, and the hits behind each, or behind the first violation of each
// threshold.
func Judgements(
	b *bytes.Buffer, hits *accesslog.Hits, judged []quota.Judgement, behindEach bool, f Format,
) {
	last := hits.At[len(hits.At)-1]
	fmt.Fprintf(b, "%s within %v, as recorded: what was, no estimate\n\n",
		unit.Counted(len(hits.At), "token hit"), last.Sub(hits.At[0]))
	t := newTable(text.AlignDefault, "reading", "first violated", "fullest", "limit", "what it says")
	t.leaveOut(4)
	for _, j := range judged {
		r, err := quota.LookupReading(j.Reading)
		if err != nil {
			panic(err) // looked up before
		}
		first := "never"
		if j.Violated {
			first = j.FirstViolation.String()
		}
		t.AppendRow(table.Row{j.Reading, first, j.Peak, j.Limit, r.About})
	}
	putRows(b, t, f.Width)
	if !behindEach {
		firstWindows(b, hits, judged, f)
		return
	}
	for i := range judged {
		judgedWindow(b, hits, &judged[i], f)
	}
}

// firstWindows shows the hits that filled the windows which were violated first of all: of the
// burst threshold and of the average one.
func firstWindows(
	b *bytes.Buffer, hits *accesslog.Hits, judged []quota.Judgement, f Format,
) {
	for _, average := range []bool{false, true} {
		var first *quota.Judgement
		for i := range judged {
			j := &judged[i]
			if r, err := quota.LookupReading(j.Reading); err == nil && r.Average == average &&
				j.Violated && (first == nil || j.FirstViolation < first.FirstViolation) {
				first = j
			}
		}
		if first != nil {
			judgedWindow(b, hits, first, f)
		}
	}
}

// A longer window is cut to its beginning and its end.
const (
	mostJudged  = 24
	firstJudged = 12
	lastJudged  = 8
)

// judgedWindow shows the hits of the window that was violated first, else of the fullest.
func judgedWindow(b *bytes.Buffer, hits *accesslog.Hits, j *quota.Judgement, f Format) {
	filled := j.Filled
	switch {
	case j.Violated:
		fmt.Fprintf(b, "\n%s was violated first at %v, by %s:\n\n", j.Reading, j.FirstViolation,
			unit.Counted(len(filled), "hit"))
	case len(j.Fullest) > 0:
		filled = j.Fullest
		fmt.Fprintf(b, "\n%s was never violated; its fullest window has %s:\n\n", j.Reading,
			unit.Counted(len(filled), "hit"))
	default:
		return // a peak of 0: no window counts
	}
	columns := []string{"line", "since the first of them", "since the start", "time"}
	if hits.Origin.Unix() == 0 {
		columns = columns[:3] // a list knows no time of day
	}
	t := newTable(text.AlignDefault, columns...)
	for n, left := range ends(len(filled), mostJudged, firstJudged, lastJudged) {
		if left > 0 {
			t.AppendRow(table.Row{"...", fmt.Sprintf("%d more", left)})
		}
		i := filled[n]
		row := table.Row{hits.Lines[i], "+" + hits.At[i].Sub(hits.At[filled[0]]).String(),
			hits.At[i].Sub(hits.Origin).String(), hits.At[i].Format(time.RFC3339)}
		t.AppendRow(row[:len(columns)])
	}
	right := []table.ColumnConfig{}
	for n := range 3 {
		right = append(right, table.ColumnConfig{Number: n + 1, Align: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	putRows(b, t, f.Width)
}

// judgements are what --json prints. Times are milliseconds since the origin, exact to the
// nanosecond.
type judgements struct {
	Hits     int         `json:"hits"`
	Readings []judgement `json:"readings"`
}

type judgement struct {
	Reading        string             `json:"reading"`
	FirstViolation *unit.Milliseconds `json:"first_violation_ms"` // null: never
	Peak           int                `json:"peak"`
	Limit          int                `json:"limit"`
	ViolatedBy     []judgedHit        `json:"violated_by"` // of the first violated window; null: never
	Fullest        []judgedHit        `json:"fullest"`     // of the fullest window; null where the peak is 0
}

type judgedHit struct {
	Line int               `json:"line"`
	At   unit.Milliseconds `json:"at_ms"`
}

// JudgementsJSON writes the verdicts as one JSON object.
func JudgementsJSON(w io.Writer, hits *accesslog.Hits, judged []quota.Judgement) error {
	out := judgements{Hits: len(hits.At)}
	for _, j := range judged {
		of := judgement{
			Reading: j.Reading, Peak: j.Peak, Limit: j.Limit,
			ViolatedBy: judgedHits(hits, j.Filled), Fullest: judgedHits(hits, j.Fullest),
		}
		if j.Violated {
			ms := unit.Milliseconds(j.FirstViolation)
			of.FirstViolation = &ms
		}
		out.Readings = append(out.Readings, of)
	}
	return WriteJSON(w, out)
}

func judgedHits(hits *accesslog.Hits, which []int) []judgedHit {
	var all []judgedHit
	for _, i := range which {
		all = append(all, judgedHit{hits.Lines[i], unit.Milliseconds(hits.At[i].Sub(hits.Origin))})
	}
	return all
}
