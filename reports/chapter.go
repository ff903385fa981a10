package reports

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A Chapter is one scenario with everyone who ran in it: one run each, under one reading and seed.
type Chapter struct {
	Scenario    *scenarios.Scenario
	Reading     string // the reading under which the contestants' figures were taken
	Seed        uint64
	Order       study.Order
	Contestants []Contestant
}

// A Contestant is one strategy and what came of it. Timeline, FirstBan, Losses and Verdicts may be
// missing; what needs them then leaves the contestant out.
type Contestant struct {
	Strategy string
	About    string // one sentence on what the strategy does
	Tally    *measure.Tally
	Timeline *Timeline
	FirstBan *lineage.Ban       // that hits brought about; nil: none fell
	Losses   *lineage.Losses    // of sessions
	Verdicts []*measure.Outcome // of a run under each reading, in the order of the columns
}

// Own is how many bans of a run the fleet brought on itself. A ban that the scenario imposes does
// not count, unless hits prolong it to the end of the run. If a ban was in force when the scenario
// imposed one, the two are one ban, and it counts.
func (c *Chapter) Own(o *measure.Outcome) int {
	imposed, first := c.imposed()
	own := max(o.Bans.Count-imposed, 0)
	if o.Bans.First != nil && imposed > 0 && *o.Bans.First < first || c.KeptUp(o) {
		own = max(own, 1)
	}
	return own
}

// Survives reports whether a run brought no ban on itself, and lost no session.
func (c *Chapter) Survives(o *measure.Outcome) bool {
	return c.Own(o) == 0 && (o.Sessions == nil || o.Sessions.Lost == 0)
}

// KeptUp reports whether all bans of a run were imposed, and hits prolonged them to its end.
func (c *Chapter) KeptUp(o *measure.Outcome) bool {
	imposed, first := c.imposed()
	ips := time.Duration(max(c.Scenario.Fleet.PublicIPs, 1))
	bans := &o.Bans
	return bans.First != nil && bans.Count <= imposed && *bans.First >= first &&
		bans.Extensions > 0 &&
		*bans.First+bans.Banned/ips >= time.Duration(c.Scenario.Length)-time.Second
}

// imposed is how many bans the scenario imposes, and when the first.
func (c *Chapter) imposed() (bans int, first time.Duration) {
	for _, f := range c.Scenario.Faults {
		imposer, ok := f.Kind.(faults.BanImposer)
		if !ok {
			continue
		}
		n, at := imposer.Imposes(c.Scenario.Sizes())
		if n > 0 && (bans == 0 || at < first) {
			first = at
		}
		bans += n
	}
	return bans, first
}

func fromMilliseconds(ms float64) time.Duration { return time.Duration(ms * 1e6) }

// orderNote says how Ranked ranks, for the notes of charts.
func (c *Chapter) orderNote() string {
	return orderNote(c.Order, ": no ban first, then least time banned, fewest bans, most actions "+
		"succeeded, name")
}

// orderNote says which order strategies have; byOutcome is the end of what is said where that is
// by what they came to.
func orderNote(o study.Order, byOutcome string) string {
	end := map[study.Order]string{
		study.ByOutcome: "of their outcome" + byOutcome,
		study.ByName:    "of their names",
		study.AsGiven:   "in which they were given",
	}
	return "Strategies in the order " + end[o] + "."
}

// Ranked returns the contestants in the chapter's order. By outcome that is: least time banned,
// fewest bans, greatest share of actions that succeeded, then by name. Every chart and table of a
// chapter has this order, so that a strategy stands in the same place everywhere.
func (c *Chapter) Ranked() []*Contestant {
	ranked := make([]*Contestant, len(c.Contestants))
	for i := range c.Contestants {
		ranked[i] = &c.Contestants[i]
	}
	switch c.Order {
	case study.AsGiven:
		return ranked
	case study.ByName:
		slices.SortFunc(ranked, func(a, b *Contestant) int {
			return cmp.Compare(a.Strategy, b.Strategy)
		})
		return ranked
	case study.ByOutcome:
	}
	slices.SortFunc(ranked, func(a, b *Contestant) int {
		x, y := &a.Tally.Outcome, &b.Tally.Outcome
		return cmp.Or(
			cmp.Compare(min(x.Bans.Count, 1), min(y.Bans.Count, 1)),
			cmp.Compare(x.Bans.Banned, y.Bans.Banned),
			cmp.Compare(x.Bans.Count, y.Bans.Count),
			-cmp.Compare(int64(x.Actions.Succeeded)*int64(ended(y)),
				int64(y.Actions.Succeeded)*int64(ended(x))),
			cmp.Compare(a.Strategy, b.Strategy))
	})
	return ranked
}

// header names the run that the figures come from, and says how little one run proves.
func (c *Chapter) header() string {
	from := ""
	if _, ok := c.Scenario.TimeOfDay(); ok {
		from = c.Scenario.Begins().Format(", from 15:04:05 UTC on")
	}
	return fmt.Sprintf("%s · reading %s · seed %d · %s of virtual time%s · "+
		"one run: no interval can be given", c.Scenario.Name, c.Reading, c.Seed,
		unit.FormatDuration(time.Duration(c.Scenario.Length)), from)
}

func ended(s *measure.Outcome) int { return s.Actions.Succeeded + s.Actions.Failed }
