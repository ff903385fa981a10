package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
)

// A JudgedLog is a log whose hits were judged. Instants are nanoseconds of Unix time.
type JudgedLog struct {
	Account     *logs.Account
	First, Last int64 // when its first hit can have come first, and its last one last
	To          int64 // when its last hit can have come first

	// Place is where a hit stands, by the number that it was judged by.
	Place func(number int64) logs.Place
}

// origin is what times count from: the first hit, or a list's own zero.
func (l *JudgedLog) origin() int64 {
	if l.Account.Offsets {
		return 0
	}
	return l.First
}

// since is an instant as a length of time since the origin.
func (l *JudgedLog) since(at int64) time.Duration { return time.Duration(at - l.origin()) }

// roundUp is since of an instant that is a bound: the last nanosecond of a stamp is its end.
func (l *JudgedLog) roundUp(at int64) time.Duration {
	return time.Duration(unit.Ceil(at-l.origin(), int64(time.Microsecond)))
}

// withinStamps says how far stamps tell when a hit came.
func withinStamps(a *logs.Account) string {
	if a.Unsaid() {
		return "a hit is taken to have come within its stamp"
	}
	return "a hit came anywhere within its stamp"
}

// Judgements prints every verdict, and the hits behind each, or behind the first violation of each
// threshold.
func Judgements(
	b *bytes.Buffer, log *JudgedLog, judged []quota.Judgement, behindEach bool, f Format,
) {
	hits := unit.Counted(log.Account.Kept, "token hit")
	if r := log.Account.Resolution(); r > 0 {
		fmt.Fprintf(b, "%s within %v, stamped to %v: %s\n\n", hits,
			log.roundUp(log.Last)-log.since(log.First), r, withinStamps(log.Account))
	} else if within := log.Account.Within(); within > 1 {
		fmt.Fprintf(b, "%s within %v, each anywhere within %v: how long it took is known no better\n\n",
			hits, log.roundUp(log.Last)-log.since(log.First), within)
	} else {
		fmt.Fprintf(b, "%s within %v, as recorded: what was, no estimate\n\n", hits,
			time.Duration(log.Last-log.First))
	}
	log.bans(b, judged)
	t := newTable(text.AlignDefault, "reading", "first violated", "fullest", "limit", "what it says")
	t.leaveOut(4)
	t.columns[2].Align = text.AlignRight
	t.SetColumnConfigs(t.columns)
	for i := range judged {
		j := &judged[i]
		t.AppendRow(table.Row{j.Reading, log.firstViolated(j), between(j.Peak), j.Limit,
			reading(j.Reading).About})
	}
	putRows(b, t, f.Width)
	boundsNote(b, judged)
	if !behindEach {
		firstWindows(b, log, judged, f)
		return
	}
	for i := range judged {
		judgedWindow(b, log, &judged[i], f)
	}
}

// firstViolated says when a reading was violated first, as exactly as the stamps tell.
func (l *JudgedLog) firstViolated(j *quota.Judgement) string {
	switch {
	case !j.Possible:
		return "never"
	case !j.Certain:
		return fmt.Sprintf("perhaps, from %v", l.since(j.FirstPossible))
	case j.FirstPossible == j.FirstViolation:
		return l.since(j.FirstViolation).String()
	}
	return fmt.Sprintf("%v to %v", l.since(j.FirstPossible), l.roundUp(j.FirstViolation))
}

// between is a range of hits.
func between(r quota.Range) string {
	if r.AtLeast == r.AtMost {
		return fmt.Sprint(r.AtLeast)
	}
	return fmt.Sprintf("%d to %d", r.AtLeast, r.AtMost)
}

// boundsNote says what perhaps means, and of which readings the figures are bounds.
func boundsNote(b *bytes.Buffer, judged []quota.Judgement) {
	var violated, fullest []string
	perhaps := false
	for _, j := range judged {
		perhaps = perhaps || j.Possible && !j.Certain
		if !j.Exact {
			violated = append(violated, j.Reading)
		}
		if !j.PeakExact {
			fullest = append(fullest, j.Reading)
		}
	}
	if perhaps {
		b.WriteString("perhaps: where the hits came within their stamps decides\n")
	}
	for _, of := range []struct {
		what string
		ids  []string
	}{{"first violated", violated}, {"fullest", fullest}} {
		if len(of.ids) > 0 {
			fmt.Fprintf(b, "%s is a bound, not exact, of %s\n", of.what, strings.Join(of.ids, ", "))
		}
	}
}

// firstWindows shows the hits that filled the window which was violated first, of the burst
// threshold and of the average one. A certain violation goes before a possible one, one of a named
// reading before others, in their order, and then the earlier.
func firstWindows(b *bytes.Buffer, log *JudgedLog, judged []quota.Judgement, f Format) {
	for _, average := range []bool{false, true} {
		var first *quota.Judgement
		for i := range judged {
			j := &judged[i]
			if reading(j.Reading).Average == average && j.Possible &&
				(first == nil || firstOf(j, first) < 0) {
				first = j
			}
		}
		if first != nil {
			judgedWindow(b, log, first, f)
		}
	}
}

// firstOf compares two violations by which of them is shown.
func firstOf(j, other *quota.Judgement) int {
	if j.Certain != other.Certain {
		if j.Certain {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(namedAt(j.Reading), namedAt(other.Reading)),
		cmp.Compare(j.FirstViolation, other.FirstViolation),
		cmp.Compare(j.FirstPossible, other.FirstPossible))
}

// A longer window is cut to its beginning and its end.
const (
	mostJudged  = 24
	firstJudged = 12
	lastJudged  = 8
)

// judgedWindow shows the hits of the window that was violated first, else of the fullest.
func judgedWindow(b *bytes.Buffer, log *JudgedLog, j *quota.Judgement, f Format) {
	w := j.Filled
	hits := func() string { return unit.Counted(w.Hits, "hit") }
	switch {
	case j.Certain:
		fmt.Fprintf(b, "\n%s was violated first %s, by %s:\n\n", j.Reading, log.when(j), hits())
	case j.Possible:
		fmt.Fprintf(b, "\n%s was perhaps violated, first at %v, by some of %s:\n\n", j.Reading,
			log.since(j.FirstPossible), hits())
	case j.Fullest.Hits > 0:
		w = j.Fullest
		fmt.Fprintf(b, "\n%s was never violated; its fullest window has %s:\n\n", j.Reading, hits())
	default:
		return // a peak of 0: no window counts
	}
	log.rows(b, w, f)
}

// judgedHits are hits of one stamp: usually a single one.
type judgedHits struct {
	place logs.Place // of the first
	last  int        // the line of the last
	hits  int
	group *quota.Group
}

// each lists the hits of a witness. Those of one stamp are one by one where their lines are known.
func (l *JudgedLog) each(w quota.Witness) (all []judgedHits, left int) {
	hits := 0
	for i := range w.Groups {
		g := &w.Groups[i]
		hits += g.Hits
		if int(g.Last-g.First) != g.Hits-1 || g.Hits > mostJudged {
			all = append(all, judgedHits{l.Place(g.First), l.Place(g.Last).Line, g.Hits, g})
			continue
		}
		for n := range int64(g.Hits) {
			place := l.Place(g.First + n)
			all = append(all, judgedHits{place, place.Line, 1, g})
		}
	}
	return all, w.Hits - hits
}

// lines names the lines of hits, with the file where the log is several.
func (l *JudgedLog) lines(h judgedHits) string {
	lines := fmt.Sprint(h.place.Line)
	if h.hits > 1 {
		lines = fmt.Sprintf("%d to %d (%d hits)", h.place.Line, h.last, h.hits)
	}
	if len(l.Account.Files) > 1 {
		lines = h.place.File + ":" + lines
	}
	return lines
}

// rows lists the hits of a window.
func (l *JudgedLog) rows(b *bytes.Buffer, w quota.Witness, f Format) {
	columns := []string{"line", "since the first of them", "since the start", "time"}
	if l.Account.Offsets {
		columns = columns[:3] // a list knows no time of day
	}
	all, more := l.each(w)
	t := newTable(text.AlignDefault, columns...)
	for n, left := range ends(len(all), mostJudged, firstJudged, lastJudged) {
		if left > 0 {
			t.AppendRow(table.Row{"...", fmt.Sprintf("%d more", left+more)})
		}
		h := all[n]
		row := table.Row{l.lines(h),
			"+" + time.Duration(h.group.From-all[0].group.From).String(),
			l.since(h.group.From).String(), unit.Instant(h.group.From).Format(time.RFC3339)}
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
	accountJSON
	Named    []namedReading `json:"named"` // akamai, literal, paranoid, where all of theirs were judged
	Readings []judgement    `json:"readings"`
}

type judgement struct {
	Reading        string             `json:"reading"`
	Verdict        string             `json:"verdict"`            // certain, possible or impossible
	FirstViolation *unit.Milliseconds `json:"first_violation_ms"` // null: not certain
	FirstPossible  *unit.Milliseconds `json:"first_possible_ms"`  // null: impossible
	Exact          bool               `json:"exact"`              // these three; bounds otherwise
	Peak           [2]int             `json:"peak"`
	PeakExact      bool               `json:"peak_exact"`
	Limit          int                `json:"limit"`
	ViolatedHits   int                `json:"violated_by_hits"`
	ViolatedBy     []judgedHit        `json:"violated_by" null:"never"` // of the first violated window; null: never
	FullestHits    int                `json:"fullest_hits"`
	Fullest        []judgedHit        `json:"fullest" null:"peak 0"` // of the fullest window; null if the peak is 0
}

// A judgedHit is a line, or the lines of hits of one stamp. The middle of a long window is left
// out.
type judgedHit struct {
	File string             `json:"file,omitempty"` // of several
	Line int                `json:"line"`
	Last int                `json:"last_line,omitempty"`
	Hits int                `json:"hits,omitempty"` // where more than one
	At   unit.Milliseconds  `json:"at_ms"`
	To   *unit.Milliseconds `json:"until_ms,omitempty"` // before which; of a stamp that is not exact
}

var judgeFormat = schema.Object[judgements]("judge", 2,
	"Whether the hits of a log violate the ban rule, under each reading.", "judge")

// JudgementsJSON writes the verdicts as one JSON object.
func JudgementsJSON(w io.Writer, log *JudgedLog, judged []quota.Judgement) error {
	out := judgements{accountJSON: accountOf(log.Account, log.First), Named: []namedReading{}}
	for _, n := range namedJudgements(judged) {
		out.Named = append(out.Named, log.namedReading(&n))
	}
	for i := range judged {
		out.Readings = append(out.Readings, log.judgement(&judged[i]))
	}
	return judgeFormat.Write(w, out)
}

func (l *JudgedLog) judgement(j *quota.Judgement) judgement {
	of := judgement{
		Reading: j.Reading, Verdict: "impossible", Exact: j.Exact, Limit: j.Limit,
		Peak: [2]int{j.Peak.AtLeast, j.Peak.AtMost}, PeakExact: j.PeakExact,
		ViolatedHits: j.Filled.Hits, ViolatedBy: l.hits(j.Filled),
		FullestHits: j.Fullest.Hits, Fullest: l.hits(j.Fullest),
	}
	if j.Possible {
		of.Verdict = "possible"
		ms := unit.Milliseconds(l.since(j.FirstPossible))
		of.FirstPossible = &ms
	}
	if j.Certain {
		of.Verdict = "certain"
		ms := unit.Milliseconds(l.since(j.FirstViolation))
		of.FirstViolation = &ms
	}
	return of
}

func (l *JudgedLog) hits(w quota.Witness) []judgedHit {
	var all []judgedHit
	each, _ := l.each(w)
	for _, h := range each {
		hit := judgedHit{Line: h.place.Line, At: unit.Milliseconds(l.since(h.group.From))}
		if len(l.Account.Files) > 1 {
			hit.File = h.place.File
		}
		if h.hits > 1 {
			hit.Hits, hit.Last = h.hits, h.last
		}
		if h.group.Until > h.group.From+1 {
			to := unit.Milliseconds(l.since(h.group.Until))
			hit.To = &to
		}
		all = append(all, hit)
	}
	return all
}
