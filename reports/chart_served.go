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
)

func init() {
	register(Chart{
		Name: "served", rank: 6, Draw: drawServed,
		About: "Who is served over the run: actions that succeeded, by class and by group, with bans, " +
			"faults, loads and lost sessions.",
	})
}

// drawServed draws a panel for each strategy and each way in which runs are cut into parts: how
// many actions of each part succeeded a minute. Runs that have no parts it draws as wholes, where
// there is something to see that no other chart shows.
func drawServed(c *Chapter) drawing.Drawing {
	ranked := slices.DeleteFunc(c.Ranked(), func(k *Contestant) bool { return k.Timeline == nil })
	if len(ranked) == 0 || ranked[0].Timeline.served[0].whole() && !c.toldByService(ranked) {
		return drawing.Drawing{}
	}
	bin, most := ranked[0].Timeline.servedBin(), 0
	title, ways := "Who is served over the run", []string{}
	for i, of := range ranked[0].Timeline.served {
		if !of.whole() {
			ways = append(ways, of.Name)
		}
		for _, k := range ranked {
			for _, part := range k.Timeline.served[i].bins {
				most = max(most, slices.Max(part))
			}
		}
	}
	if len(ways) > 0 {
		title += ", by " + strings.Join(ways, " and ")
	}
	scale := float64(time.Minute) / float64(bin)
	y := drawing.Linear(float64(most)*scale, false)
	d := drawing.Drawing{
		Title: title, Subtitle: c.header(), About: c.Scenario.About, Height: 70, Across: 3,
		Strip: strip(c.Scenario),
		Key:   append(servedKey(ranked[0]), eventsKey(c, ranked)...),
		Notes: []string{fmt.Sprintf("Actions that succeeded a minute, counted in each %s; where few "+
			"act, dips are chance.%s %s", unit.Latency(float64(bin)/1e6), loadsNote(c.Scenario),
			c.orderNote())},
		Table: servedTable(ranked, cmp.Or(strings.Join(ways, " and "), "part")),
	}
	for _, k := range ranked {
		colour := 0
		for i := range k.Timeline.served {
			d.Panels = append(d.Panels, servedPanel(c, k, i, &colour, scale, y))
		}
	}
	return d
}

// servedKey names the parts; the one that each strategy has of its own name is the compared one.
func servedKey(k *Contestant) []drawing.Entry {
	var key []drawing.Entry
	for _, of := range k.Timeline.served {
		for _, name := range of.names {
			if of.Shared(k.Strategy, name) != name {
				name = "compared strategy"
			}
			key = append(key, drawing.Entry{Shape: drawing.Line, Colour: drawing.Several(len(key)),
				Label: of.label(name)})
		}
	}
	return key
}

// servedPanel is one of the small multiples: the i-th way to cut a contestant's run. colour counts
// the parts before it.
func servedPanel(
	c *Chapter, k *Contestant, i int, colour *int, scale float64, y *drawing.Axis,
) drawing.Panel {
	t := k.Timeline
	of := &t.served[i]
	whole := view{to: t.length, whole: t.length}
	p := drawing.Panel{Name: k.Strategy, State: banState(c.Scenario, k),
		Bad: k.first(c.Scenario).Bans.Count > 0, X: timeAxis(c.Scenario, whole), Y: y}
	if !of.whole() {
		p.Name += ", by " + of.Name
	}
	tellLosses(&p, k)
	addEvents(&p, c.Scenario, k)
	var words []string
	for n, name := range of.names {
		part := of.bins[n]
		if slices.Index(of.names, name) == n { // else it is the same as the first of that name
			p.Add(drawing.Mark{Shape: drawing.Steps, Colour: drawing.Several(*colour), Size: 1.1,
				Hover: name, Step: drawing.Milliseconds(t.servedBin()), Values: part, Scale: scale,
				Unit: "a minute"})
			o := of.outcome(&k.Tally.Outcome, name)
			words = append(words, name+" "+unit.Share(o.Actions.Succeeded, ended(o)))
		}
		*colour++
	}
	p.Words = strings.Join(words, ", ")
	addLosses(&p, k)
	return p
}

// banState says how often a contestant was banned, and for how long.
func banState(s *scenarios.Scenario, k *Contestant) string {
	bans := &k.first(s).Bans
	if bans.Count == 0 {
		return "no ban"
	}
	return fmt.Sprintf("%s, %s%s", unit.Counted(bans.Count, "ban"), unit.Minutes(bans.Banned),
		k.Timeline.lasting())
}

func servedTable(ranked []*Contestant, ways string) drawing.Table {
	t := drawing.Table{Caption: "Actions that succeeded, of those that ended",
		Columns: []string{"strategy", ways, "succeeded", "of", "share"}}
	for _, k := range ranked {
		for _, of := range k.Timeline.served {
			for n, name := range of.names {
				if slices.Index(of.names, name) < n {
					continue // the same as the first of that name
				}
				o := of.outcome(&k.Tally.Outcome, name)
				t.Lines = append(t.Lines, []string{k.Strategy, of.label(name),
					unit.Count(o.Actions.Succeeded), unit.Count(ended(o)),
					unit.Share(o.Actions.Succeeded, ended(o))})
			}
		}
	}
	return t
}

// toldByService reports whether service over the run is worth a chart where runs have no parts:
// there are no token limits whose use another chart shows, or sessions were lost.
func (c *Chapter) toldByService(ranked []*Contestant) bool {
	return len(tokenLimits(&c.Scenario.Carrier)) == 0 ||
		slices.ContainsFunc(ranked, func(k *Contestant) bool {
			return k.Losses != nil && k.Losses.Count > 0
		})
}
