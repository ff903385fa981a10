package reports

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// An Explanation is why one run was banned: how the hits came about, from when on each ban could no
// longer be averted, and which changes of the strategy avert it.
type Explanation struct {
	Scenario, Strategy, Reading string
	Seed                        uint64
	Count                       int   // of bans
	Bans                        []Ban // the first of them
	Tries                       []Try // in order of size, smallest first
	Untried                     string
}

// FallsWithin is how much later than in the run itself a ban may fall in a fork, or with a changed
// strategy, and still be taken for that ban: the longest window that a carrier counts in.
const FallsWithin = 2 * time.Minute

// A NoReturn is the instant from which a ban could no longer be averted by leaving something out:
// left out from that instant on, no ban falls; left out right after it, the ban falls all the same.
type NoReturn struct {
	Always  bool          // the ban falls even if left out from At on, the earliest looked at
	Unclear bool          // no such instant was found
	At      time.Duration // when the decisive request was sent, or the decisive click made
	Fell    time.Duration // when the ban fell without what came after
	Runs    int           // forks that were run to find it
}

// A Try is a run with a changed strategy, everything else being the same.
type Try struct {
	Change      string // what was changed
	Size        string // how much of a change that is
	Bans        int
	First       time.Duration // when the first ban fell, where there is one
	AvertsFirst bool          // no ban falls until FallsWithin after the first ban of the run itself
	Succeeded   int           // actions
	Ended       int           // actions that succeeded or failed
	Requests    int           // for tokens
	P99         float64       // latency of successes in milliseconds; 0: none
}

// AvertsAll reports whether the changed strategy was not banned in this run.
func (t *Try) AvertsAll() bool { return t.Bans == 0 }

// Write tells the explanation in words.
func (e *Explanation) Write(w io.Writer, f Format) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s with %s, reading %s, seed %d: %s", e.Scenario, e.Strategy, e.Reading,
		e.Seed, unit.Counted(e.Count, "ban"))
	if len(e.Bans) < e.Count {
		fmt.Fprintf(&b, "; told: the first %d", len(e.Bans))
	}
	fmt.Fprintf(&b, "\none run, seed %d: it shows how it came about, not how often it does\n", e.Seed)
	for i := range e.Bans {
		e.Bans[i].write(&b)
	}
	if _, err := io.WriteString(w, Fold(b.String(), f.Width)); err != nil || e.Count == 0 {
		return err
	}
	return e.writeTries(w, f)
}

func (b *Ban) write(w io.Writer) {
	line := func(head, format string, args ...any) {
		fmt.Fprintf(w, "  %-14s%s\n", head, fmt.Sprintf(format, args...))
	}
	if b.Imposed {
		fmt.Fprintf(w, "\nBan %d fell at %s on public IP %d, imposed by the scenario: no hit of ours "+
			"is to blame.\n", b.Number, unit.Clock(b.At), b.IP)
		return
	}
	cut := ""
	if b.Cut {
		cut = "at least "
	}
	fmt.Fprintf(w, "\nBan %d fell at %s, under %s: %s%s at public IP %d within %s, since %s.\n",
		b.Number, unit.Clock(b.At), b.Rule, cut, unit.Counted(len(b.Hits), "token hit"), b.IP,
		span(b.At-b.Since), unit.Clock(b.Since))
	n := len(b.Hits)
	line("sent because", "%s", tally(b.Causes(), n))
	line("going back to", "%s", tally(b.Roots(), n))
	beside, instead, again := b.avoidable()
	line("of these", "%d sent while another of the same node and customer was under way; %d to "+
		"replace a refused token; %d for a repeated click", beside, instead, again)
	line("no return", "%s",
		b.NoRequests.words(b, "token request of the fleet", "sent", b.left))
	line("", "%s", b.NoClicks.words(b, "click", "made", b.clicked))
	fmt.Fprintln(w)
	for i := range b.Hits {
		if n > longStory && i >= firstHits && i < n-lastHits {
			if i == firstHits {
				fmt.Fprintf(w, "  ... %s more ...\n", unit.Count(n-firstHits-lastHits))
			}
			continue
		}
		for j, words := range b.Hits[i].story(i+1, n) {
			fmt.Fprintf(w, "  %s%s\n", strings.Repeat("  ", min(j, 1)), words)
		}
	}
}

// avoidable counts hits that lend themselves to a cure: those that a single flight would have
// joined, those of retries, and those of users who clicked once more.
func (b *Ban) avoidable() (beside, instead, again int) {
	for i := range b.Hits {
		h := &b.Hits[i]
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

// words tell from when on leaving out what was no help; event names what happened at that instant.
func (r *NoReturn) words(b *Ban, what, done string, event func(at time.Duration) string) string {
	switch {
	case r == nil:
		return fmt.Sprintf("not looked for: there was no %s", what)
	case r.Unclear:
		return fmt.Sprintf("with no %s: no such instant was found in %d forked replays", what, r.Runs)
	case r.Always:
		return fmt.Sprintf("with no %s %s from %s on the ban still falls, at %s: nothing left out "+
			"averts it (%d forked replays)", what, done, unit.Clock(r.At), unit.Clock(r.Fell), r.Runs)
	}
	return fmt.Sprintf("inevitable from %s, %s before it fell, when %s: with no %s %s from then on "+
		"no ban falls, with none right after it falls at %s (%d forked replays)", unit.Clock(r.At),
		span(b.At-r.At), event(r.At), what, done, unit.Clock(r.Fell), r.Runs)
}

// left tells of the fleet's request that was sent at that instant.
func (b *Ban) left(at time.Duration) string {
	for i := range b.Hits {
		if h := &b.Hits[i]; h.Sent == at && h.By == measure.ByFleet {
			return fmt.Sprintf("request %d left node %d (hit %d of %d)", h.Serial, h.Node, i+1,
				len(b.Hits))
		}
	}
	return "the ban fell"
}

// clicked tells of the click at that instant.
func (b *Ban) clicked(at time.Duration) string {
	for _, c := range b.Clicks {
		switch {
		case c.At != at:
		case c.User == measure.NoUser:
			return fmt.Sprintf("action %d began", c.Action)
		default:
			return fmt.Sprintf("user %d clicked for action %d", c.User, c.Action)
		}
	}
	return "the ban fell"
}

func (e *Explanation) writeTries(w io.Writer, f Format) error {
	if len(e.Tries) == 0 {
		_, err := fmt.Fprintf(w, "\nNo change was tried: %s.\n", e.Untried)
		return err
	}
	t := newTable(text.AlignLeft, "change", "size", "averts ban 1", "bans", "first at",
		"actions ok", "p99", "token requests")
	t.leaveOut(1, 6, 4, 7)
	for i := range e.Tries {
		y := &e.Tries[i]
		averts, at, p := "no", unit.None, unit.None
		if y.AvertsFirst {
			averts = "yes"
		}
		if y.Bans > 0 {
			at = unit.Clock(y.First)
		}
		if y.P99 > 0 {
			p = unit.Latency(y.P99)
		}
		t.AppendRow(table.Row{y.Change, y.Size, averts, y.Bans, at, unit.Share(y.Succeeded, y.Ended), p,
			unit.Count(y.Requests)})
	}
	return putTable(w, t, "\n"+e.verdict(), f)
}

// verdict names the smallest change that helps.
func (e *Explanation) verdict() string {
	n := len(e.Tries)
	words := fmt.Sprintf("%s tried, one at a time, smallest first, everything else the same. A ban "+
		"counts as averted where none falls until two minutes after it. ", unit.Counted(n, "change"))
	smallest := func(what string, helps func(*Try) bool) string {
		for i := range e.Tries {
			if t := &e.Tries[i]; helps(t) {
				return fmt.Sprintf("The smallest that averts %s: %s; %s of its actions succeed.", what,
					t.Change, unit.Share(t.Succeeded, t.Ended))
			}
		}
		return fmt.Sprintf("None averts %s.", what)
	}
	return words + smallest("the first ban", func(t *Try) bool { return t.AvertsFirst }) + " " +
		smallest("every ban in this run", (*Try).AvertsAll)
}
