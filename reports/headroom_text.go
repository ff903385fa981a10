package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
)

const (
	mostParts = 48 // lines of a picture in the terminal (assumed: a screen)
	barLimit  = 32 // where the limit is in a line, in columns
	barWidth  = 40 // more is cut, with a +
)

// Print writes, of each reading, a picture of the fullest window of each part, and then the windows
// that were the fullest, with the lines of their hits and who sent them.
func (h *Headroom) Print(b *bytes.Buffer, a *logs.Account, f Format) {
	fmt.Fprintf(b, "%s, the fullest windows by %s", unit.Counted(h.hits, "token hit"), h.By)
	if r := a.Resolution(); r > 0 {
		fmt.Fprintf(b, ", stamped to %v: %s", r, withinStamps(a))
	}
	b.WriteString("\n█ for sure  ░ perhaps  │ limit\n")
	for i := range h.Readings {
		h.picture(b, i, a)
	}
	for i := range h.Readings {
		h.printMisses(b, i, a, f)
		h.printBans(b, i, a, f)
	}
}

// heading says what a reading is, and how it fared.
func (h *Headroom) heading(i int) string {
	r := reading(h.Readings[i])
	violated, perhaps := 0, 0
	for _, p := range h.parts {
		if p.rooms[i].certain {
			violated++
		} else if p.rooms[i].possible {
			perhaps++
		}
	}
	said := "never violated"
	if violated+perhaps > 0 {
		said = h.inSome("violated in", violated, perhaps)
	}
	return fmt.Sprintf("%s, %s: %s", h.Readings[i], r.About, said)
}

// inSome says in how many parts something was so, and perhaps in how many more.
func (h *Headroom) inSome(what string, sure, perhaps int) string {
	all := unit.Counted(len(h.parts), h.By)
	switch {
	case perhaps == 0:
		return fmt.Sprintf("%s %d of %s", what, sure, all)
	case sure == 0:
		return fmt.Sprintf("perhaps %s %d of %s", what, perhaps, all)
	}
	return fmt.Sprintf("%s %d of %s, perhaps %d more", what, sure, all, perhaps)
}

// picture draws a line for each part: what its fullest window had for sure, what it may have had
// besides, and where the limit is.
func (h *Headroom) picture(b *bytes.Buffer, i int, a *logs.Account) {
	shown, cut := h.shown(i)
	fmt.Fprintf(b, "\n%s\n", h.heading(i))
	if cut {
		fmt.Fprintf(b, "shown are the fullest %d of %s\n", len(shown),
			unit.Counted(len(h.parts), h.By))
	}
	wide := len(h.By)
	for _, p := range shown {
		wide = max(wide, text.StringWidth(h.partName(p, a)))
	}
	fmt.Fprintf(b, "%s  %8s  %s│ %d\n", text.Pad(h.By, wide, ' '), "hits",
		strings.Repeat(" ", barLimit), shown[0].rooms[i].limit)
	var last int64
	for n, p := range shown {
		if without := (p.from - last) / max(h.length, 1); n > 0 && h.length > 0 && !cut && without > 1 {
			fmt.Fprintf(b, "%s  %8s  no hits for %s\n", text.Pad("", wide, ' '), "",
				unit.Counted(int(without-1), h.By))
		}
		last = p.from
		r := p.rooms[i]
		line := fmt.Sprintf("%s  %8d  %s %s", text.Pad(h.partName(p, a), wide, ' '), p.hits,
			bar(r), between(r.peak))
		if verdict := r.verdict(); verdict != "" {
			line += ", " + verdict
		}
		fmt.Fprintln(b, line)
	}
}

// shown are the parts that are printed: of too many the fullest, in their order.
func (h *Headroom) shown(i int) (shown []*headroomPart, cut bool) {
	if len(h.parts) <= mostParts {
		return h.parts, false
	}
	ranked := slices.Clone(h.parts)
	slices.SortStableFunc(ranked, func(a, b *headroomPart) int {
		return fuller(a.rooms[i], b.rooms[i])
	})
	for _, p := range h.parts {
		if slices.Contains(ranked[:mostParts], p) {
			shown = append(shown, p)
		}
	}
	return shown, true
}

// bar is a room as a line of barWidth columns.
func bar(r room) string {
	column := func(hits int) int { return (hits*barLimit + r.limit - 1) / max(r.limit, 1) }
	sure, most := column(r.peak.AtLeast), column(r.peak.AtMost)
	var b strings.Builder
	for c := range barWidth {
		switch {
		case c == barWidth-1 && most > barWidth:
			b.WriteString("+")
		case c < sure:
			b.WriteString("█")
		case c < most:
			b.WriteString("░")
		case c == barLimit:
			b.WriteString("│")
		default:
			b.WriteString(" ")
		}
	}
	return b.String()
}

// printMisses lists the fullest windows of a reading.
func (h *Headroom) printMisses(b *bytes.Buffer, i int, a *logs.Account, f Format) {
	if len(h.misses[i]) == 0 {
		return
	}
	fmt.Fprintf(b, "\nThe fullest windows of %s:\n\n", h.Readings[i])
	t := newTable(text.AlignDefault, "first hit", "within", "fullest", "of", "lines", "who", "outcome")
	t.leaveOut(5)
	for _, m := range h.misses[i] {
		g := m.window.Groups
		first, last := g[0], g[len(g)-1]
		t.AppendRow(table.Row{instantText(a, first.From), time.Duration(last.From - first.From),
			between(m.peak), m.limit, h.lines(m.window, len(a.Files) > 1), h.whoText(m.window),
			h.outcome(m.room)})
	}
	putRows(b, t, f.Width)
}

// outcome is how near a window came.
func (h *Headroom) outcome(r room) string {
	if verdict := r.verdict(); verdict != "" {
		return verdict
	}
	return fmt.Sprintf("%d below", r.limit-r.peak.AtMost)
}

// lines are those of the first and the last hit of a window.
func (h *Headroom) lines(w quota.Witness, several bool) string {
	first, last := h.place(w.Groups[0].First), h.place(w.Groups[len(w.Groups)-1].First)
	if first.File == last.File && first.Line > last.Line {
		first, last = last, first // it began earlier, and stands later: its answer took longer
	}
	switch {
	case several && first.File != last.File:
		return fmt.Sprintf("%s:%d to %s:%d", first.File, first.Line, last.File, last.Line)
	case several:
		return fmt.Sprintf("%s:%d to %d", first.File, first.Line, last.Line)
	case first.Line == last.Line:
		return fmt.Sprint(first.Line)
	}
	return fmt.Sprintf("%d to %d", first.Line, last.Line)
}

// whoText names those who sent most of a window's hits.
func (h *Headroom) whoText(w quota.Witness) string {
	const most = 3
	var texts []string
	clients := h.who(w)
	for _, c := range clients[:min(len(clients), most)] {
		texts = append(texts, fmt.Sprintf("%s %d", c.Client, c.Hits))
	}
	if more := len(clients) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("%d more", more))
	}
	return strings.Join(texts, ", ")
}
