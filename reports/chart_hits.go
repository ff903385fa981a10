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
		Strip: strip(c.Scenario),
		Key:   hitsKey(c, ranked, limits),
		Notes: []string{fmt.Sprintf("Share of the threshold in use: hits %s, sliding, whatever the "+
			"reading in force; the most of each %s; of several public IPs the fullest.%s%s%s %s",
			strings.Join(counted, ", and "), unit.Latency(float64(ranked[0].Timeline.bin)/1e6),
			logNote(y), view.note(windowName(limits[0])), loadsNote(c.Scenario), c.orderNote())},
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

func hitsKey(c *Chapter, ranked []*Contestant, limits []quota.Limit) []drawing.Entry {
	var key []drawing.Entry
	for i, l := range limits {
		key = append(key, drawing.Entry{Shape: drawing.Line,
			Colour: hitColours[i],
			Label:  fmt.Sprintf("hits in %s, of %d", windowName(l), l.Hits)})
	}
	key = append(key, drawing.Entry{Shape: drawing.Line, Colour: drawing.Ink, Label: "threshold"})
	return append(key, slices.Insert(eventsKey(c, ranked), 1,
		drawing.Entry{Shape: drawing.Rug, Colour: drawing.Ink, Label: "401s"})...)
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
	p := drawing.Panel{Name: k.Strategy, State: banState(s, k), X: timeAxis(s, v), Y: y}
	var fullest []string
	peaks := []int{h.BurstPeak, h.AveragePeak}
	for i, l := range tokenLimits(&s.Carrier) {
		fullest = append(fullest, fmt.Sprintf("%s %s", windowName(l), usage(peaks[i], l.Hits)))
	}
	p.Words = "fullest " + strings.Join(fullest, ", ")
	p.Bad = o.Bans.Count > 0
	tellLosses(&p, k)
	addEvents(&p, s, k)
	p.Add(drawing.Mark{Shape: drawing.Level, Y: 100, Colour: drawing.Ink})
	for i, limit := range slices.Backward(t.limits[:]) {
		if limit.Hits == 0 {
			continue
		}
		p.Add(drawing.Mark{
			Shape: drawing.Steps, Colour: hitColours[i], Size: []float64{1.1, 1}[i],
			Hover: "hits in " + windowName(limit), Step: drawing.Milliseconds(t.bin),
			Values: t.fullest(i), Scale: 100 / float64(limit.Hits), Unit: "% of the threshold",
		})
	}
	p.Add(drawing.Mark{Shape: drawing.Rug, Colour: drawing.Ink, Hover: "401s",
		Values: t.refused, Step: drawing.Milliseconds(t.bin)})
	addLosses(&p, k)
	return p
}

// firstInstant prints when something was for the first time; nil: never.
func firstInstant(s *scenarios.Scenario, at *time.Duration) string {
	if at == nil {
		return unit.None
	}
	return timeOf(s, *at)
}

// tellLosses says beside the name of a panel how many sessions were lost.
func tellLosses(p *drawing.Panel, k *Contestant) {
	if lost := k.Tally.Sessions; lost != nil && lost.Lost > 0 {
		p.Bad = true
		p.State += ", " + unit.Counted(lost.Lost, "session") + " lost"
	}
}

// timeAxis counts from the start of the run, or has times of day where the scenario says some.
func timeAxis(s *scenarios.Scenario, v view) *drawing.Axis {
	day, ok := s.TimeOfDay()
	if !ok {
		return drawing.Clock(v.from, v.to, v.whole)
	}
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
	refreshes := slices.ContainsFunc(ranked, func(k *Contestant) bool {
		return k.Tally.Sessions != nil
	})
	if refreshes {
		columns = append(columns, "sessions lost", "the first at")
	}
	return tableOf("Token hits and bans over the run", columns, ranked,
		func(k *Contestant) []string {
			o := k.first(s)
			h := &o.Headroom
			line := []string{unit.Count(o.Token.Requests), usage(h.BurstPeak, h.BurstLimit),
				usage(h.AveragePeak, h.AverageLimit), unit.Count(o.Bans.Count),
				banSpans(s, k.Timeline.bans())}
			if lost := k.Tally.Sessions; refreshes {
				line = append(line, unit.Count(lost.Lost), firstInstant(s, lost.First))
			}
			return line
		})
}

// banSpans lists when bans began and ended, the first three of them.
func banSpans(s *scenarios.Scenario, bans []banSpan) string {
	if len(bans) == 0 {
		return unit.None
	}
	var spans []string
	for _, b := range bans[:min(len(bans), 3)] {
		spans = append(spans, timeOf(s, b.From)+" … "+timeOf(s, b.Until))
	}
	if len(bans) > 3 {
		spans = append(spans, fmt.Sprintf("%d more", len(bans)-3))
	}
	return strings.Join(spans, "; ")
}
