package reports

import (
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
	if len(loadsOf(c.Scenario)) > 0 {
		key = append(key, drawing.Entry{Shape: drawing.Load, Colour: drawing.Quiet,
			Label: "load, from its first click to its last"})
	}
	if slices.ContainsFunc(ranked, func(k *Contestant) bool {
		return k.Losses != nil && k.Losses.Count > 0
	}) {
		key = append(key, drawing.Entry{Shape: drawing.Cross, Colour: drawing.Bad,
			Label: "session lost"})
	}
	return key
}

// A load is one of a scenario that does not last for all of a run.
type load struct {
	name      string
	stretches []workload.Stretch
}

// loadsOf are those of a scenario, in its order; one without a name is called by its shape.
func loadsOf(s *scenarios.Scenario) []load {
	var all []load
	for i := range s.Workload {
		l := &s.Workload[i]
		shape, ok := l.Shape.(workload.Limited)
		if !ok {
			continue
		}
		stretches := shape.Stretches(s.Lasts())
		if whole := (workload.Stretch{Until: s.Lasts()}); slices.Contains(stretches, whole) {
			continue
		}
		name := string(l.Name)
		if name == "" {
			name = l.Key
		}
		all = append(all, load{name, stretches})
	}
	return all
}

// Loads are drawn in lanes below the head of a panel, so many at most: those of further loads are
// told in the notes alone.
const (
	firstLane = 28.0 // its text below that of a fault, and below a line at 100 % of 125 %
	laneGap   = 13.0
	mostLanes = 3

	// A load of more stretches is drawn as one, as their marks would run together.
	mostStretches = 6
)

// addLoads marks when loads begin and end; the first stretch of each is named.
func addLoads(p *drawing.Panel, s *scenarios.Scenario) {
	for lane, l := range loadsOf(s)[:min(mostLanes, len(loadsOf(s)))] {
		if n := len(l.stretches); n > mostStretches {
			l.name += ", repeated"
			l.stretches = []workload.Stretch{{From: l.stretches[0].From, Until: l.stretches[n-1].Until}}
		}
		for i, of := range l.stretches {
			m := drawing.Mark{Shape: drawing.Load, Colour: drawing.Quiet,
				Down: firstLane + laneGap*float64(lane),
				X:    drawing.Milliseconds(of.From), To: drawing.Milliseconds(of.Until)}
			if i == 0 {
				m.Text = l.name
			}
			p.Add(m)
		}
	}
}

// loadsNote says in words when loads begin and end.
func loadsNote(s *scenarios.Scenario) string {
	var words []string
	for _, l := range loadsOf(s) {
		first := l.stretches[0]
		text := fmt.Sprintf("%s %s to %s", l.name, timeOf(s, first.From), timeOf(s, first.Until))
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
