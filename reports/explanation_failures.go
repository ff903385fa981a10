package reports

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// writeFailures tells what stood in the way of actions: a table of it, then who killed whose
// tokens, and who waited longest.
func writeFailures(b *bytes.Buffer, f *lineage.Failures, format Format) {
	words := fmt.Sprintf("\n%s of %s failed.", unit.Count(f.Failed), unit.Counted(f.Ended, "action"))
	if len(f.Obstacles) == 0 {
		fmt.Fprintln(b, Fold(words+" Nothing stood in the way of any.", format.Width))
	} else {
		t := newTable(text.AlignLeft, "what stood in the way", "met", "failed", "first at", "of")
		t.folds = true
		for i := range f.Obstacles {
			o := &f.Obstacles[i]
			t.AppendRow(table.Row{o.What, unit.Count(o.Met), unit.Count(o.Failed), clock(o.At),
				o.First.Name()})
		}
		putTable(b, t, words+" met: how often it happened; failed: how many of these actions met it "+
			"last.", format)
	}
	for _, line := range []string{killedWords(f.Killed), waitWords(f.Waits)} {
		if line != "" {
			fmt.Fprintf(b, "\n%s\n", Fold(line, format.Width))
		}
	}
}

// killedWords says whose requests killed the tokens of others.
func killedWords(k *lineage.Killed) string {
	if k == nil {
		return ""
	}
	var b strings.Builder
	var by []string
	for _, c := range k.By {
		by = append(by, unit.Count(c.Hits)+" "+c.Name)
	}
	fmt.Fprintf(&b, "%s came with a token that had been killed: %s.", unit.Counted(k.Calls, "call"),
		strings.Join(by, "; "))
	for _, d := range measure.Dimensions() {
		if list := k.Between[d.Name]; len(list) > 0 {
			words := make([]string, len(list))
			for i, c := range list {
				words[i] = fmt.Sprintf("%s (%s)", c.Name, unit.Count(c.Hits))
			}
			fmt.Fprintf(&b, " By %s: %s.", d.Name, strings.Join(words, "; "))
		}
	}
	fmt.Fprintf(&b, " The first, %s, at %s: its token %d had been killed by %s.", k.First.Name(),
		clock(k.At), k.Token, k.Killer.Name())
	return b.String()
}

// waitWords says who waited longest.
func waitWords(w *lineage.Waits) string {
	if w == nil {
		return ""
	}
	return fmt.Sprintf("Actions that waited for %s or longer while no request of their own was under "+
		"way (for a lock, a permit or a thread, for a renewal of others, between retries, or on a node "+
		"that stood still): %s, of which %s failed. The longest wait was %s, of %s, which began at %s.",
		unit.FormatDuration(lineage.LongWait), unit.Count(w.Actions), unit.Count(w.Failed),
		span(w.Longest), w.First.Name(), clock(w.At))
}
