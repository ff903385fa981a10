package reports

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A longer list of hits is cut to its beginning and its end.
const (
	longStory = 40
	firstHits = 15
	lastHits  = 10
)

// Story writes how the first ban came about: the hits that filled the window, and why each was
// sent. It writes nothing of a run without a ban.
func Story(b *bytes.Buffer, ban *lineage.Ban, format Format) {
	if ban == nil {
		return
	}
	head := "The ban" + fell(ban) + " Why they were sent: " + shares(ban.Causes, len(ban.Hits)) + "."
	t := newTable(text.AlignLeft,
		"hit", "arrived", "status", "node", "customer", "asked for by", "why")
	t.leaveOut(4, 2, 3, 5, 0)
	for i, left := range ends(len(ban.Hits), longStory, firstHits, lastHits) {
		if left > 0 {
			t.AppendRow(table.Row{fmt.Sprintf("… %s more …", unit.Count(left)), "", "", "", "", "", ""})
		}
		t.AppendRow(hitRow(&ban.Hits[i], i+1, len(ban.Hits)))
	}
	putTable(b, t, head, format)
}

// ends yields the indices of a list of n that is printed: all of them, or of more than most the
// first and the last, with how many are left out before an index.
func ends(n, most, first, last int) iter.Seq2[int, int] {
	return func(yield func(i, left int) bool) {
		for i := 0; i < n; i++ {
			left := 0
			if n > most && i == first {
				i, left = n-last, n-last-first
			}
			if !yield(i, left) {
				return
			}
		}
	}
}

// fell says when a ban fell, and how many hits filled the window.
func fell(b *lineage.Ban) string {
	cut := ""
	if b.Cut {
		cut = "at least "
	}
	return fmt.Sprintf(" fell at %s, under %s: %s%s at %s within %s, since %s.",
		clock(b.At), b.Rule, cut, unit.Counted(len(b.Hits), "token hit"), b.Where(), span(b.At-b.Since),
		clock(b.Since))
}

// shares lists causes of n hits with their shares.
func shares(all []lineage.Cause, n int) string {
	words := make([]string, len(all))
	for i, c := range all {
		words[i] = fmt.Sprintf("%s %s (%s)", unit.Count(c.Hits), c.Name, unit.Share(c.Hits, n))
	}
	return strings.Join(words, "; ")
}

func clock(m unit.Milliseconds) string { return unit.Clock(time.Duration(m)) }

// span prints a length of time in the unit that suits.
func span(d unit.Milliseconds) string { return unit.Latency(float64(d/1000) / 1000) }

func hitRow(h *lineage.Traced, i, n int) table.Row {
	status := "none"
	if h.Status != 0 {
		status = fmt.Sprint(h.Status)
	}
	row := table.Row{fmt.Sprintf("%d of %d", i, n), clock(h.At), status, unit.None, unit.None,
		"a neighbour", h.Cause}
	if h.By == lineage.Sender(measure.ByFleet) {
		row[3], row[4], row[5], row[6] = h.Node, h.Customer, h.Asker(), h.Cause+h.Culprit()
	}
	return row
}
