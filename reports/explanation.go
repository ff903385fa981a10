package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// An Explanation is why a run went wrong: how the hits of each ban came about, and from when on it
// could no longer be averted; how sessions were lost; why actions failed; and which changes of the
// strategy avert the first ban, or of a run without one the first loss.
type Explanation struct {
	Scenario string        `json:"scenario"`
	Strategy string        `json:"strategy"`
	Reading  string        `json:"reading"`
	Seed     uint64        `json:"seed"`
	Begins   *time.Time    `json:"begins,omitempty"` // the run, of a scenario with times of day
	Count    int           `json:"bans_count"`
	Bans     []lineage.Ban `json:"bans"`    // the first of them
	Tries    []Try         `json:"changes"` // in order of size, smallest first
	Untried  string        `json:"no_change_because,omitempty"`
	Others   []string      `json:"unchanged,omitempty"` // the strategies of the rest of a mixed fleet

	Lost     int               `json:"sessions_lost,omitempty"`
	Losses   []lineage.Loss    `json:"lost_sessions,omitempty"` // the first of them
	Failures *lineage.Failures `json:"failures,omitempty"`

	Objections []lineage.Objector `json:"objections,omitempty"` // of the carrier's meters
}

// FallsWithin is how much later than in the run itself a ban may fall in a fork, or with a changed
// strategy, and still be taken for that ban: the longest window that a carrier counts in. Of lost
// sessions it is the same.
const FallsWithin = 2 * time.Minute

// A Try is a run with a changed strategy, everything else being the same.
type Try struct {
	Change string `json:"change"` // what was changed
	Size   string `json:"size"`   // how much of a change that is
	// No ban falls until FallsWithin after the run's first; of a run without one, no session is lost
	// until then after its first loss.
	AvertsFirst bool     `json:"averts_first"`
	AvertsAll   bool     `json:"averts_all"` // none at all
	Bans        int      `json:"bans"`
	Lost        int      `json:"sessions_lost,omitempty"`
	First       *float64 `json:"first_ms"`  // when the first ban, or loss, was; nil: there was none
	Succeeded   int      `json:"succeeded"` // actions
	Ended       int      `json:"ended"`     // actions that succeeded or failed
	Requests    int      `json:"token_requests"`
	P99         *float64 `json:"p99_ms"` // latency of successes; nil: too few for one
}

var explainFormat = schema.Object[*Explanation]("explain", 1,
	"Why a run was banned, or failed, and what would have averted it.", "explain")

// JSON writes the explanation as one JSON object.
func (e *Explanation) JSON(w io.Writer) error { return explainFormat.Write(w, e) }

// Write prints the explanation in words.
func (e *Explanation) Write(b *bytes.Buffer, f Format) {
	var words strings.Builder
	fmt.Fprintf(&words, "%s with %s, reading %s, seed %d: %s", e.Scenario, e.Strategy, e.Reading,
		e.Seed, unit.Counted(e.Count, "ban"))
	if e.Lost > 0 {
		fmt.Fprintf(&words, ", %s lost", unit.Counted(e.Lost, "session"))
	}
	if len(e.Bans) < e.Count {
		fmt.Fprintf(&words, "; told: the first %d", len(e.Bans))
	}
	fmt.Fprintf(&words, "\none run, seed %d: it shows how it came about, not how often it does\n",
		e.Seed)
	if e.Begins != nil {
		words.WriteString(sinceStart(*e.Begins))
	}
	for i := range e.Bans {
		writeBan(&words, &e.Bans[i])
	}
	b.WriteString(Fold(words.String(), f.Width))
	Losses(b, e.Losses, e.Lost, f)
	if e.Failures != nil {
		writeFailures(b, e.Failures, f)
	}
	writeObjections(b, e.Objections, f)
	if e.Count > 0 || e.Lost > 0 {
		e.writeTries(b, f)
	}
}

func writeBan(w io.Writer, b *lineage.Ban) {
	line := func(head, format string, args ...any) {
		fmt.Fprintf(w, "  %-14s%s\n", head, fmt.Sprintf(format, args...))
	}
	if b.Imposed {
		fmt.Fprintf(w, "\nBan %d fell at %s on %s, imposed by the scenario: no hit of ours "+
			"is to blame.\n", b.Number, clock(b.At), b.Where())
		return
	}
	fmt.Fprintf(w, "\nBan %d%s\n", b.Number, fell(b))
	n := len(b.Hits)
	line("sent because", "%s", shares(b.Causes, n))
	line("going back to", "%s", shares(b.Roots, n))
	beside, instead, again := avoidable(b.Hits)
	line("of these", "%d sent while another of the same node and customer was under way; %d to "+
		"replace a refused token; %d for a repeated click", beside, instead, again)
	line("no return", "%s",
		inevitable(b.NoRequests, b, "token request of the fleet", "sent", left))
	line("", "%s", inevitable(b.NoClicks, b, "click", "made", clicked))
	fmt.Fprintln(w)
	for i, left := range ends(n, longStory, firstHits, lastHits) {
		if left > 0 {
			fmt.Fprintf(w, "  ... %s more ...\n", unit.Count(left))
		}
		for j, words := range b.Hits[i].Story(i+1, n) {
			fmt.Fprintf(w, "  %s%s\n", strings.Repeat("  ", min(j, 1)), words)
		}
	}
}

// Losses tells how the first of so many sessions was lost, and in a line each the others that are
// told of.
func Losses(b *bytes.Buffer, told []lineage.Loss, count int, f Format) {
	var w strings.Builder
	bullet := "  "
	if f.Markdown {
		bullet = "- "
	}
	for i := range told {
		l := &told[i]
		again := "; nobody signed in again"
		if l.Again != nil {
			again = "; somebody signed in again at " + clock(*l.Again)
		}
		if i > 0 {
			fmt.Fprintf(&w, "%s%s  customer %d: %s%s\n", bullet, clock(l.At), l.Customer, l.Why(), again)
			continue
		}
		fmt.Fprintf(&w, "\n%s lost. The first, of customer %d, at %s: %s%s.\n",
			unit.Counted(count, "session"), l.Customer, clock(l.At), l.Why(), again)
		if f.Markdown {
			fmt.Fprintln(&w)
		}
		for i := range l.Renewals {
			fmt.Fprintf(&w, "%s%s  %s\n", bullet, clock(l.Renewals[i].At), l.Renewals[i].Story())
		}
		if len(told) > 1 {
			fmt.Fprintln(&w, "The next:")
		}
	}
	if more := count - len(told); more > 0 && len(told) > 1 {
		fmt.Fprintf(&w, "  ... %s more ...\n", unit.Count(more))
	}
	b.WriteString(Fold(w.String(), f.Width))
}

// avoidable counts hits that lend themselves to a cure: those that a single flight would have
// joined, those of retries, and those of users who clicked once more.
func avoidable(hits []lineage.Traced) (beside, instead, again int) {
	for _, h := range hits {
		if h.Beside != 0 {
			beside++
		}
		if h.Rejected != 0 {
			instead++
		}
		if h.Click > 1 {
			again++
		}
	}
	return beside, instead, again
}

// inevitable says from when on it did not help to leave something out; event says what happened at
// that instant.
func inevitable(
	r *lineage.NoReturn, b *lineage.Ban, what, done string,
	event func(*lineage.Ban, unit.Milliseconds) string,
) string {
	switch {
	case r == nil:
		return fmt.Sprintf("not looked for: there was no %s", what)
	case r.Unclear:
		return fmt.Sprintf("with no %s: no such instant was found in %d forked replays", what, r.Runs)
	case r.Always:
		return fmt.Sprintf("with no %s %s from %s on the ban still falls, at %s: nothing left out "+
			"averts it (%d forked replays)", what, done, clock(r.At), clock(r.Fell), r.Runs)
	}
	return fmt.Sprintf("inevitable from %s, %s before it fell, when %s: with no %s %s from then on "+
		"no ban falls, with none right after it falls at %s (%d forked replays)", clock(r.At),
		span(b.At-r.At), event(b, r.At), what, done, clock(r.Fell), r.Runs)
}

// left names the fleet's request that was sent at that instant.
func left(b *lineage.Ban, at unit.Milliseconds) string {
	for i := range b.Hits {
		if h := &b.Hits[i]; h.Sent == at && h.By == lineage.Sender(measure.ByFleet) {
			return fmt.Sprintf("request %d left node %d (hit %d of %d)", h.Serial, h.Node, i+1,
				len(b.Hits))
		}
	}
	return "the ban fell"
}

// clicked names the click at that instant.
func clicked(b *lineage.Ban, at unit.Milliseconds) string {
	for _, c := range b.Clicks {
		switch {
		case c.At != time.Duration(at):
		case c.User == measure.NoUser:
			return fmt.Sprintf("action %d began", c.Action)
		default:
			return fmt.Sprintf("user %d clicked for action %d", c.User, c.Action)
		}
	}
	return "the ban fell"
}

// averted is what the changes are to avert.
func (e *Explanation) averted() string {
	if e.Count > 0 {
		return "ban"
	}
	return "loss"
}

func (e *Explanation) writeTries(b *bytes.Buffer, f Format) {
	if len(e.Tries) == 0 {
		fmt.Fprintf(b, "\nNo change was tried: %s.\n", e.Untried)
		return
	}
	heads := []string{"change", "size"}
	if e.Count > 0 {
		heads = append(heads, "averts ban 1", "bans")
	} else {
		heads = append(heads, "averts\nloss 1")
	}
	if e.Lost > 0 {
		heads = append(heads, "sessions\nlost")
	}
	n := len(heads)
	t := newTable(text.AlignLeft, append(heads, "first at", "actions ok", "p99",
		"token requests")...)
	t.leaveOut(1, n+2, n, n+3)
	for _, y := range e.Tries {
		averts, at, p := "no", unit.None, unit.None
		if y.AvertsFirst {
			averts = "yes"
		}
		if y.First != nil {
			at = unit.Clock(fromMilliseconds(*y.First))
		}
		if y.P99 != nil {
			p = unit.Latency(*y.P99)
		}
		row := table.Row{y.Change, y.Size, averts}
		if e.Count > 0 {
			row = append(row, y.Bans)
		}
		if e.Lost > 0 {
			row = append(row, unit.Count(y.Lost))
		}
		t.AppendRow(append(row, at, unit.Share(y.Succeeded, y.Ended), p, unit.Count(y.Requests)))
	}
	putTable(b, t, "\n"+e.verdict(), f)
}

// verdict names the smallest change that helps.
func (e *Explanation) verdict() string {
	n := len(e.Tries)
	counts := "A ban counts as averted where none falls until two minutes after it. "
	if e.Count == 0 {
		counts = "A loss counts as averted where no session is lost until two minutes after it. "
	}
	words := fmt.Sprintf("%s tried, one at a time, smallest first, everything else the same. %s",
		unit.Counted(n, "change"), counts)
	if len(e.Others) > 0 {
		words += fmt.Sprintf("Changed is %s alone: the rest of the fleet runs %s as it is. ", e.Strategy,
			strings.Join(e.Others, ", "))
	}
	smallest := func(what string, helps func(Try) bool) string {
		for _, t := range e.Tries {
			if helps(t) {
				return fmt.Sprintf("The smallest that averts %s: %s; %s of its actions succeed.", what,
					t.Change, unit.Share(t.Succeeded, t.Ended))
			}
		}
		return fmt.Sprintf("None averts %s.", what)
	}
	what := e.averted()
	return words + smallest("the first "+what, func(t Try) bool { return t.AvertsFirst }) + " " +
		smallest("every "+what+" in this run", func(t Try) bool { return t.AvertsAll })
}
