package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
)

// Events are what charts over time have in common beside what they count: bans, faults, lost
// sessions, and when loads begin and end.

// addEvents adds those of a contestant to a panel.
func addEvents(p *drawing.Panel, s *scenarios.Scenario, k *Contestant) {
	for _, span := range k.Timeline.bans() {
		p.Add(drawing.Mark{Shape: drawing.Span, Colour: drawing.Bad, Tint: 0.3,
			X: drawing.Milliseconds(span.From), To: drawing.Milliseconds(span.Until)})
	}
	addFaults(p, s, k.Timeline.faults)
	addLoads(p, s)
}

// addLosses marks lost sessions on the upper edge.
func addLosses(p *drawing.Panel, k *Contestant) {
	if k.Losses == nil {
		return
	}
	for i := range k.Losses.Told {
		l := &k.Losses.Told[i]
		p.Add(drawing.Mark{Shape: drawing.Cross, Colour: drawing.Bad, Size: 2.5,
			X: drawing.Milliseconds(time.Duration(l.At)), Y: p.Y.Max,
			Hover: fmt.Sprintf("customer %d signed out: %s", l.Customer, l.Why())})
	}
}

// eventsKey explains them.
func eventsKey(c *Chapter, ranked []*Contestant) []drawing.Entry {
	key := []drawing.Entry{{Shape: drawing.Span, Colour: drawing.Bad, Tint: 0.3,
		Label: "banned, from the line on"}}
	if names := faultNames(c.Scenario); len(names) > 0 {
		if len(names) > 1 {
			for i := range names {
				names[i] = fmt.Sprintf("%d %s", i+1, names[i])
			}
		}
		key = append(key, drawing.Entry{Shape: drawing.Trouble, Colour: drawing.Fault,
			Label: "fault: " + strings.Join(names, ", ")})
	}
	if loads := loadsOf(c.Scenario); len(loads) > 0 {
		var names []string
		for i, l := range loads[:min(len(loads), mostLanes)] {
			if names = append(names, l.name); len(loads) > 1 {
				names[i] = letter(i) + " " + l.name
			}
		}
		key = append(key, drawing.Entry{Shape: drawing.Load, Colour: drawing.Quiet,
			Label: "load: " + strings.Join(names, ", ")})
	}
	if slices.ContainsFunc(ranked, func(k *Contestant) bool {
		return k.Losses != nil && k.Losses.Count > 0
	}) {
		key = append(key, drawing.Entry{Shape: drawing.Cross, Colour: drawing.Bad,
			Label: "session lost"})
	}
	return key
}

// A load is one of a scenario that does not come evenly for all of a run.
type load struct {
	name      string
	stretches []workload.Stretch
	rates     []workload.Rate // where its rate changes; nil: it does not
}

// loadsOf are those of a scenario, in its order; one without a name is called by its shape.
func loadsOf(s *scenarios.Scenario) []load {
	var all []load
	for i := range s.Workload {
		l := &s.Workload[i]
		one := load{name: cmp.Or(string(l.Name), l.Key)}
		whole := workload.Stretch{Until: s.Lasts()}
		one.stretches = []workload.Stretch{whole}
		if shape, ok := l.Shape.(workload.Limited); ok {
			one.stretches = shape.Stretches(s.Lasts())
		}
		if shape, ok := l.Shape.(workload.Changing); ok {
			one.rates = shape.Rates(s.Lasts())
		}
		if n := len(one.stretches); n > mostStretches {
			one.name += ", repeated"
			whole = workload.Stretch{From: one.stretches[0].From, Until: one.stretches[n-1].Until}
			one.stretches = []workload.Stretch{whole}
		} else if one.rates == nil && slices.Contains(one.stretches, whole) {
			continue
		}
		all = append(all, one)
	}
	return all
}

// Loads are drawn above a panel, in lanes, lest they lie on the data: so many at most, in points.
// Those of further loads are told in the notes alone.
const (
	laneHeight = 9.0
	loadHeight = 6.0
	mostLanes  = 4

	// A load of more stretches is drawn as one, as their marks would run together.
	mostStretches = 6
)

// strip is the room that the loads of a scenario take above a panel.
func strip(s *scenarios.Scenario) float64 {
	n := min(len(loadsOf(s)), mostLanes)
	if n == 0 {
		return 0
	}
	const apart = 4 // from the panel
	return laneHeight*float64(n) + apart
}

// letter names a lane, as a number names a fault.
func letter(lane int) string { return string(rune('a' + lane)) }

// addLoads marks when loads begin and end, and how their rates change.
func addLoads(p *drawing.Panel, s *scenarios.Scenario) {
	loads := loadsOf(s)
	for lane, l := range loads[:min(mostLanes, len(loads))] {
		foot := laneHeight*float64(lane+1) - strip(s)
		for i, of := range l.stretches {
			m := drawing.Mark{Shape: drawing.Load, Colour: drawing.Quiet, Down: foot,
				Size: loadHeight, X: drawing.Milliseconds(of.From), To: drawing.Milliseconds(of.Until),
				Points: l.points()}
			if i == 0 && len(loads) > 1 {
				m.Text = letter(lane)
			}
			p.Add(m)
		}
	}
}

// points are the rates of a load, as shares of its highest.
func (l *load) points() (points []float64) {
	highest := 0.0
	for _, r := range l.rates {
		highest = max(highest, r.PerSecond)
	}
	for _, r := range l.rates {
		points = append(points, drawing.Milliseconds(r.At), threeDigits(r.PerSecond/highest))
	}
	return points
}

// loadsNote says in words when loads begin and end.
func loadsNote(s *scenarios.Scenario) string {
	var words []string
	for _, l := range loadsOf(s) {
		first := l.stretches[0]
		text := fmt.Sprintf("%s %s to %s", l.name, timeOf(s, first.From), timeOf(s, first.Until))
		if l.rates != nil {
			text += ", changing"
		}
		if more := len(l.stretches) - 1; more > 0 {
			text += fmt.Sprintf(", and %s more", unit.Counted(more, "time"))
		}
		words = append(words, text)
	}
	if len(words) == 0 {
		return ""
	}
	return " Loads: " + strings.Join(words, "; ") + "."
}

// timeOf prints a time since the run's start, or the time of day where the scenario says some.
func timeOf(s *scenarios.Scenario, at time.Duration) string {
	if !s.TimesOfDay {
		return unit.Clock(at)
	}
	if at%time.Second == 0 {
		return s.Begins().Add(at).Format(time.TimeOnly)
	}
	return s.Begins().Add(at).Format("15:04:05.000")
}
