package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

// headroomHeight is that of a panel of time, in points.
const headroomHeight = 110

// mostRows are the clients or hosts that are drawn (assumed: a page).
const mostRows = 40

// Chart draws how full the windows were, as shares of the limits: of time a panel for each reading,
// of clients and hosts a line each.
func (h *Headroom) Chart(a *logs.Account) drawing.Drawing {
	d := drawing.Drawing{
		Title:    "Headroom: " + h.exceeded(),
		Subtitle: fmt.Sprintf("%s, %s", unit.Counted(h.hits, "token hit"), h.stretch(a)),
		Notes: []string{"The fullest window of each " + h.By + ", as a share of the limit of the " +
			"reading. What no placement of the hits within their stamps escapes is solid; what some " +
			"placement may have is pale."},
		Key: []drawing.Entry{
			{Shape: drawing.Bar, Colour: drawing.Good, Label: "for sure"},
			{Shape: drawing.Bar, Colour: drawing.Good, Tint: pale, Label: "possible"},
			{Shape: drawing.Line, Colour: drawing.Ink, Label: "limit"},
		},
	}
	if h.length > 0 {
		h.drawTime(&d, a)
	} else {
		h.drawRows(&d)
	}
	return d
}

// How much of a colour shades have.
const (
	pale     = 0.35
	violated = 0.30
	perhaps  = 0.12
)

// stretch is when the first and the last hit came.
func (h *Headroom) stretch(a *logs.Account) string {
	if h.length == 0 || len(h.parts) == 0 {
		return "by " + h.By
	}
	first, last := h.parts[0].from, h.last
	return fmt.Sprintf("by %s, %s to %s", h.By, instantText(a, first), instantText(a,
		unit.Floor(last, int64(time.Second))))
}

// exceeded says how many parts exceeded a limit, for sure and perhaps.
func (h *Headroom) exceeded() string {
	sure, perhaps := 0, 0
	for _, p := range h.parts {
		switch {
		case slices.ContainsFunc(p.rooms, func(r room) bool { return r.certain }):
			sure++
		case slices.ContainsFunc(p.rooms, func(r room) bool { return r.possible }):
			perhaps++
		}
	}
	return h.inSome("a limit was exceeded in", sure, perhaps)
}

// share is a number of hits in per cent of the limit.
func (r room) share(hits int) float64 { return percentOf(hits, r.limit) }

// fullestShare is the largest share of a reading.
func (h *Headroom) fullestShare(i int) (most float64) {
	for _, p := range h.parts {
		most = max(most, p.rooms[i].share(p.rooms[i].peak.AtMost))
	}
	return most
}

func (h *Headroom) drawTime(d *drawing.Drawing, a *logs.Account) {
	d.Height, d.Across = headroomHeight, 1
	d.Key = append(d.Key, drawing.Entry{Shape: drawing.Diamond, Colour: drawing.Ink,
		Label: "fullest windows, with their lines"}, drawing.Entry{Shape: drawing.Span,
		Colour: drawing.Bad, Tint: violated, Label: "ban for sure"}, drawing.Entry{Shape: drawing.Span,
		Colour: drawing.Bad, Tint: perhaps, Label: "perhaps one"})
	d.Notes = append(d.Notes, "A ban lasts until violations have been over for "+
		unit.FormatDuration(time.Duration(h.bans.lasts))+": hits are judged as they stand.")
	first := h.parts[0].from
	at := func(instant int64) float64 { return drawing.Milliseconds(time.Duration(instant - first)) }
	end := h.parts[len(h.parts)-1].from + h.length
	for i, id := range h.Readings {
		y := drawing.Filled(1.2 * h.fullestShare(i)) // with room above the bars
		p := drawing.Panel{Name: id, Y: y, X: &drawing.Axis{Max: at(end)}}
		p.X.Ticks = timeTicks(first, end, a.Offsets)
		_, p.Words, _ = strings.Cut(h.heading(i), ", ")
		p.State, p.Bad = h.bans.counted(i), h.fullestShare(i) > 100
		h.shadeBans(&p, i, func(instant int64) float64 { return at(min(instant, end)) })
		for _, of := range h.parts {
			r, from, to := of.rooms[i], at(of.from), at(of.from+h.length)
			p.Add(column(y, from, to, r.share(r.peak.AtLeast), r.share(r.peak.AtMost), pale),
				column(y, from, to, y.Min, r.share(r.peak.AtLeast), 0))
		}
		p.Add(drawing.Mark{Shape: drawing.Level, Y: 100, Colour: drawing.Ink})
		for rank, m := range h.misses[i] {
			g := m.window.Groups
			p.Add(drawing.Mark{Shape: drawing.Diamond, Colour: drawing.Ink, Size: 2, Rank: rank + 1,
				X: at(g[len(g)-1].From), Y: height(y, min(y.Share(m.share(m.peak.AtMost))+0.06, 0.9)),
				Text: h.lines(m.window, len(a.Files) > 1)}) // above its bar
		}
		d.Panels = append(d.Panels, p)
	}
}

// shadeBans shades when bans were in force, and draws a band for each at the head of the panel,
// which no bar covers.
func (h *Headroom) shadeBans(p *drawing.Panel, i int, at func(int64) float64) {
	const head = 0.06 // of the panel
	shade := func(from, until int64, tint, band float64) {
		x, to := at(from), at(until)
		p.Add(drawing.Mark{Shape: drawing.Span, Colour: drawing.Bad, Tint: tint, X: x, To: to},
			drawing.Mark{Shape: drawing.Bar, Colour: drawing.Bad, Tint: band, X: x, To: to,
				Y: height(p.Y, 1-head/2), Size: head * headroomHeight})
	}
	for _, of := range h.bans.found[i] {
		shade(of.from, of.until, perhaps, pale)
		if of.certain > 0 {
			shade(of.sure, of.sureUntil, violated, 0)
		}
	}
}

// column is a bar that stands from one height to another.
func column(y *drawing.Axis, from, to, low, high, tint float64) drawing.Mark {
	bottom, top := y.Share(low), y.Share(high)
	return drawing.Mark{Shape: drawing.Bar, Colour: drawing.Good, Tint: tint, X: from, To: to,
		Y: height(y, (bottom+top)/2), Size: max((top-bottom)*headroomHeight, 1e-3)}
}

// height is what the axis has at a share of its length.
func height(y *drawing.Axis, share float64) float64 {
	if y.Log {
		return y.Min * math.Pow(y.Max/y.Min, share)
	}
	return y.Min + share*(y.Max-y.Min)
}

// timeTicks are at round times of day or days, eight at most.
func timeTicks(first, end int64, offsets bool) (ticks []drawing.Tick) {
	const hour = int64(time.Hour)
	step := 28 * 24 * hour
	for _, s := range []int64{1, 2, 3, 6, 12, 24, 48, 7 * 24, 14 * 24} {
		if (end-first)/(s*hour) <= 8 {
			step = s * hour
			break
		}
	}
	for (end-first)/step > 8 {
		step *= 2
	}
	for at := unit.Ceil(first, step); at <= end; at += step {
		label := unit.Instant(at).Format("2 Jan 15:04")
		switch {
		case offsets:
			label = unit.FormatDuration(time.Duration(at))
		case step >= 24*hour:
			label = unit.Instant(at).Format("2 Jan 2006")
		}
		ticks = append(ticks, drawing.Tick{
			Value: drawing.Milliseconds(time.Duration(at - first)), Label: label})
	}
	return ticks
}

func (h *Headroom) drawRows(d *drawing.Drawing) {
	d.RowHeight = rowHeight
	shown := h.parts[:min(len(h.parts), mostRows)]
	if left := len(h.parts) - len(shown); left > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("%s with less are left out.", unit.Counted(left, h.By)))
	}
	for _, p := range shown {
		d.Rows = append(d.Rows, p.name)
	}
	for i, id := range h.Readings {
		x := drawing.Filled(h.fullestShare(i))
		p := drawing.Panel{Name: id, X: x}
		p.Add(drawing.Mark{Shape: drawing.Span, Colour: drawing.Ink, Tint: 0.3, X: 100, To: 100})
		for row, of := range shown {
			r := of.rooms[i]
			colour := drawing.Good
			if r.certain {
				colour = drawing.Bad
			}
			p.Add(drawing.Mark{Shape: drawing.Bar, Row: row, Colour: colour, Tint: pale, X: x.Min,
				To: r.share(r.peak.AtMost)}, drawing.Mark{Shape: drawing.Bar, Row: row, Colour: colour,
				X: x.Min, To: r.share(r.peak.AtLeast)})
		}
		d.Panels = append(d.Panels, p)
	}
}
