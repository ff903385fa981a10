package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	register(Chart{
		Name: "hits", rank: 5, Draw: drawHits,
		About: "Token hits against the thresholds over the run, with bans, faults and 401s.",
	})
}

// drawHits draws one panel per strategy: how full the windows of the carrier's two thresholds were,
// each as a share of its threshold, so that one line at 100 % is the threshold of both.
func drawHits(c *Chapter) drawing.Drawing {
	ranked := slices.DeleteFunc(c.Ranked(), func(k *Contestant) bool { return k.Timeline == nil })
	limits := tokenLimits(&c.Scenario.Carrier)
	if len(ranked) == 0 || len(limits) == 0 {
		return drawing.Drawing{}
	}
	counted := make([]string, len(limits))
	for i, l := range limits {
		counted[i] = fmt.Sprintf("in any %s of %d", windowName(l), l.Hits)
	}
	over, most := 0, 0.0
	for _, k := range ranked {
		most = max(most, fullest(k.first(c.Scenario)))
		if fullest(k.first(c.Scenario)) > 100 {
			over++
		}
	}
	y, view := drawing.Filled(most), viewOf(ranked)
	d := drawing.Drawing{
		Title: fmt.Sprintf("Token hits: %d of %d strategies went beyond a threshold", over,
			len(ranked)),
		Subtitle: c.header(), About: c.Scenario.About, Height: 70, Across: 3,
		Key: hitsKey(c, limits),
		Notes: []string{fmt.Sprintf("Share of the threshold in use: hits %s, sliding, whatever the "+
			"reading in force; the most of each %s; of several public IPs the fullest.%s%s %s",
			strings.Join(counted, ", and "), unit.Latency(float64(ranked[0].Timeline.bin)/1e6),
			logNote(y), view.note(windowName(limits[0])), order)},
		Table: hitsTable(c.Scenario, ranked), First: firstShown(c, ranked),
	}
	if names := c.Scenario.CarrierNames(); len(names) > 1 {
		d.Notes = append(d.Notes, fmt.Sprintf("Of the carriers (%s) this is %s alone.",
			strings.Join(names, ", "), names[0]))
	}
	for _, k := range ranked {
		d.Panels = append(d.Panels, hitsPanel(c.Scenario, k, y, view))
	}
	return d
}

// firstShown is the panel that a screen begins with: the contestant whose ban teaches most, or the
// baseline, or the one that came nearest to a ban.
func firstShown(c *Chapter, ranked []*Contestant) int {
	first, model := 0, c.Telling()
	for i, k := range ranked {
		switch {
		case model != nil && k.Strategy == model.Strategy, model == nil && k.Strategy == "naive":
			return i
		case fullest(k.first(c.Scenario)) > fullest(ranked[first].first(c.Scenario)):
			first = i
		}
	}
	return first
}

// fullest is the fuller of the two windows, in per cent of its threshold.
func fullest(o *measure.Outcome) float64 {
	h := &o.Headroom
	return max(percentOf(h.BurstPeak, h.BurstLimit), percentOf(h.AveragePeak, h.AverageLimit))
}

// percentOf is how full a window was; 0 where there is no such limit.
func percentOf(peak, limit int) float64 {
	if limit == 0 {
		return 0
	}
	return 100 * float64(peak) / float64(limit)
}

// hitColours are those of the burst and of the average.
var hitColours = []drawing.Colour{drawing.Good, drawing.Tail}

func hitsKey(c *Chapter, limits []quota.Limit) []drawing.Entry {
	var key []drawing.Entry
	for i, l := range limits {
		key = append(key, drawing.Entry{Shape: drawing.Line,
			Colour: hitColours[i],
			Label:  fmt.Sprintf("hits in %s, of %d", windowName(l), l.Hits)})
	}
	key = append(key,
		drawing.Entry{Shape: drawing.Line, Colour: drawing.Ink, Label: "threshold"},
		drawing.Entry{Shape: drawing.Span, Colour: drawing.Bad, Tint: 0.3,
			Label: "banned, from the line on"},
		drawing.Entry{Shape: drawing.Rug, Colour: drawing.Ink, Label: "401s"})
	if names := faultNames(c.Scenario); len(names) > 0 {
		if len(names) > 1 {
			for i := range names {
				names[i] = fmt.Sprintf("%d %s", i+1, names[i])
			}
		}
		key = append(key, drawing.Entry{Shape: drawing.Trouble, Colour: drawing.Fault,
			Label: "fault: " + strings.Join(names, ", ")})
	}
	return key
}

func logNote(a *drawing.Axis) string {
	if a.Log {
		return " The axis is logarithmic; what is below 5 %, 0 included, lies at its foot."
	}
	return ""
}

// hitsPanel is one of the small multiples.
func hitsPanel(s *scenarios.Scenario, k *Contestant, y *drawing.Axis, v view) drawing.Panel {
	t, o := k.Timeline, k.first(s)
	h := &o.Headroom
	p := drawing.Panel{Name: k.Strategy, State: "no ban",
		X: timeAxis(s, v), Y: y}
	var fullest []string
	peaks := []int{h.BurstPeak, h.AveragePeak}
	for i, l := range tokenLimits(&s.Carrier) {
		fullest = append(fullest, fmt.Sprintf("%s %s", windowName(l), usage(peaks[i], l.Hits)))
	}
	p.Words = "fullest " + strings.Join(fullest, ", ")
	if o.Bans.Count > 0 {
		p.Bad, p.State = true, fmt.Sprintf("%s, %s%s", unit.Counted(o.Bans.Count, "ban"),
			unit.Minutes(o.Bans.Banned), k.Timeline.lasting())
	}
	for _, span := range t.bans() {
		p.Add(drawing.Mark{Shape: drawing.Span, Colour: drawing.Bad, Tint: 0.3,
			X: drawing.Milliseconds(span.From), To: drawing.Milliseconds(span.Until)})
	}
	addFaults(&p, s, t.faults)
	p.Add(drawing.Mark{Shape: drawing.Level, Y: 100, Colour: drawing.Ink})
	for i, limit := range slices.Backward(t.limits[:]) {
		if limit.Hits == 0 {
			continue
		}
		p.Add(drawing.Mark{
			Shape: drawing.Steps, Colour: hitColours[i], Size: []float64{1.1, 1}[i],
			Hover: "hits in " + windowName(limit), Step: drawing.Milliseconds(t.bin),
			Values: t.fullest(i), Scale: 100 / float64(limit.Hits),
		})
	}
	p.Add(drawing.Mark{Shape: drawing.Rug, Colour: drawing.Ink, Hover: "401s",
		Values: t.refused, Step: drawing.Milliseconds(t.bin)})
	return p
}

// timeAxis counts from the start of the run, or has times of day where the scenario says some.
func timeAxis(s *scenarios.Scenario, v view) *drawing.Axis {
	if !s.TimesOfDay {
		return drawing.Clock(v.from, v.to, v.whole)
	}
	begins := s.Begins()
	day := begins.Sub(begins.Truncate(24 * time.Hour))
	return drawing.TimesOfDay(v.from, v.to, v.whole, day)
}

// addFaults frames the faults. Where there is more than one kind, the first of each says which.
func addFaults(p *drawing.Panel, s *scenarios.Scenario, spans []faultSpan) {
	names := faultNames(s)
	named := make([]bool, len(names))
	for _, span := range spans {
		m := drawing.Mark{Shape: drawing.Trouble, Colour: drawing.Fault,
			X: drawing.Milliseconds(span.From), To: drawing.Milliseconds(span.end(s))}
		i := slices.Index(names, faultName(s, span.Fault))
		if len(names) > 1 && i >= 0 && !named[i] {
			named[i], m.Text = true, fmt.Sprint(i+1)
		}
		p.Add(m)
	}
}

func hitsTable(s *scenarios.Scenario, ranked []*Contestant) drawing.Table {
	burst, average := s.TokenLimits()
	columns := []string{"token requests", "fullest " + windowName(burst),
		"fullest " + windowName(average), "bans", "banned from … to"}
	return tableOf("Token hits and bans over the run", columns, ranked,
		func(k *Contestant) []string {
			o := k.first(s)
			h := &o.Headroom
			return []string{unit.Count(o.Token.Requests), usage(h.BurstPeak, h.BurstLimit),
				usage(h.AveragePeak, h.AverageLimit), unit.Count(o.Bans.Count),
				banSpans(k.Timeline.bans())}
		})
}

// banSpans lists when bans began and ended, the first three of them.
func banSpans(bans []banSpan) string {
	if len(bans) == 0 {
		return unit.None
	}
	var spans []string
	for _, b := range bans[:min(len(bans), 3)] {
		spans = append(spans, unit.Clock(b.From)+" … "+unit.Clock(b.Until))
	}
	if len(bans) > 3 {
		spans = append(spans, fmt.Sprintf("%d more", len(bans)-3))
	}
	return strings.Join(spans, "; ")
}
