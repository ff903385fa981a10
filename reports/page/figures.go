package page

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// figures is what the script reads. Times are in milliseconds unless a name says otherwise.
type figures struct {
	Command  string         `json:"command"`
	Version  string         `json:"version"`
	Seed     uint64         `json:"seed"`
	Chapters []chapter      `json:"chapters"`
	Review   *review.Review `json:"review"` // null without one
	// Studies are the charts of the review's studies, in their order; Capacities its searches.
	Studies    [][]picture `json:"studies"`
	Capacities []capacity  `json:"capacities"`
	// Charts are those of the chapters: of each kind one for each chapter, null where it has nothing
	// to show. Like stands beside like, which packs better than chapter by chapter.
	Charts [][]*drawing.Drawing `json:"charts"`
	// Storms says whose storms are those of the other block, in their order.
	Storms []Storm `json:"storms"`
	Finds  []find  `json:"finds"` // of hunts, mended since
	// Words are explained wherever they head a column, and below all.
	Words []reports.Word `json:"words"`
}

// chapter is one scenario with all that ran in it, best outcome first.
type chapter struct {
	Name        string            `json:"name"`
	About       string            `json:"about"`
	Trigger     string            `json:"trigger"`
	Outcome     string            `json:"outcome"`
	Reading     string            `json:"reading"`
	Seed        uint64            `json:"seed"`
	Length      unit.Milliseconds `json:"length_ms"`
	Readings    []string          `json:"readings"` // those of the verdicts
	Assumptions []assumption      `json:"assumptions"`
	Text        string            `json:"text"` // of the scenario's file
	Contestants []contestant      `json:"contestants"`
	Order       string            `json:"order"` // in which the page shows them first: outcome, name, given
	Alike       []string          `json:"alike"` // strategies that one row may stand for
	Story       *story            `json:"story"` // of the ban that teaches most; null without one
	// Begins is the time of day at which the run starts, where instants are told as such; null: they
	// count from the start.
	Begins *unit.Milliseconds `json:"begins_ms"`
	Parts  []drawing.Table    `json:"parts"`  // figures by class, by group, of whole runs' parts
	Losses []losses           `json:"losses"` // of sessions, of those who lost some
}

// contestant is one strategy and its one run under the chapter's reading.
type contestant struct {
	Name     string          `json:"name"`
	About    string          `json:"about"`
	Outcome  int             `json:"outcome"` // its place by outcome, from 0
	Given    int             `json:"given"`   // its place as strategies were named, from 0
	Digest   string          `json:"digest"`
	Verdicts []verdict       `json:"verdicts"`
	Causes   []lineage.Cause `json:"causes"` // of the hits that filled the first ban's window
}

// verdict is how one run under one reading went.
type verdict struct {
	Reading   string             `json:"reading"`
	Survives  bool               `json:"survives"` // no ban of its own, and no session lost
	Bans      int                `json:"bans"`
	Own       int                `json:"own"`      // of these, those that are the strategy's doing
	KeptUp    bool               `json:"kept_up"`  // imposed, and prolonged to the end: its doing too
	First     *unit.Milliseconds `json:"first_ms"` // null without a ban
	Lost      int                `json:"lost"`     // sessions
	Succeeded int                `json:"succeeded"`
	Ended     int                `json:"ended"`
}

func figuresOf(in Input) figures {
	f := figures{
		Command: in.Command, Version: in.Version, Seed: in.Seed,
		Chapters: []chapter{},
		Review:   in.Review, Storms: append([]Storm{}, in.Storms...),
		Studies: [][]picture{}, Capacities: []capacity{}, Finds: findsOf(in.Finds),
		Words: reports.Words(),
	}
	if in.Review != nil {
		for i := range in.Review.Scenarios {
			f.Studies = append(f.Studies, picturesOf(&in.Review.Scenarios[i], in.Studies[i]))
		}
		for _, group := range joined(in.Review.Capacity) {
			f.Capacities = append(f.Capacities, capacityOf(group))
		}
	}
	for i := range in.Chapters {
		f.Chapters = append(f.Chapters, chapterOf(&in.Chapters[i]))
	}
	for _, chart := range reports.Charts() {
		drawn := make([]*drawing.Drawing, len(in.Chapters))
		for i := range in.Chapters {
			if d := chart.Draw(&in.Chapters[i]); !d.IsZero() {
				drawn[i] = &d
			}
		}
		f.Charts = append(f.Charts, drawn)
	}
	return f
}

func chapterOf(c *reports.Chapter) chapter {
	s := c.Scenario
	out := chapter{
		Name: s.Name, About: reports.OneLine(s.About), Trigger: reports.OneLine(s.Trigger),
		Outcome: reports.OneLine(s.Outcome), Reading: c.Reading, Seed: c.Seed,
		Length: unit.Milliseconds(s.Length), Readings: append([]string{}, c.Readings()...),
		Assumptions: assumptionsOf(c), Text: s.Text(), Contestants: []contestant{},
		Order: c.Order.String(), Alike: c.Alike(),
		Story: storyOf(c.Telling()), Begins: beginsOf(s), Parts: c.Parts(), Losses: lossesOf(c),
	}
	for _, k := range c.Ranked() {
		out.Contestants = append(out.Contestants, contestantOf(c, k))
	}
	return out
}

// beginsOf is the time of day at which runs start, of a scenario that says times of day.
func beginsOf(s *scenarios.Scenario) *unit.Milliseconds {
	day, ok := s.TimeOfDay()
	if !ok {
		return nil
	}
	return (*unit.Milliseconds)(&day)
}

func contestantOf(c *reports.Chapter, k *reports.Contestant) contestant {
	given := slices.IndexFunc(c.Contestants, func(other reports.Contestant) bool {
		return other.Strategy == k.Strategy
	})
	byOutcome := *c
	byOutcome.Order = study.ByOutcome
	outcome := slices.IndexFunc(byOutcome.Ranked(), func(other *reports.Contestant) bool {
		return other.Strategy == k.Strategy
	})
	out := contestant{
		Name: k.Strategy, Outcome: outcome, Given: given, About: k.About,
		Digest: k.Tally.Digest, Verdicts: []verdict{},
		Causes: []lineage.Cause{},
	}
	if k.FirstBan != nil {
		out.Causes = k.FirstBan.Causes
	}
	for _, o := range k.Verdicts {
		lost := 0
		if o.Sessions != nil {
			lost = o.Sessions.Lost
		}
		out.Verdicts = append(out.Verdicts, verdict{
			Reading: o.Reading, Survives: c.Survives(o), Lost: lost,
			Bans: o.Bans.Count, Own: c.Own(o), KeptUp: c.KeptUp(o),
			First:     (*unit.Milliseconds)(o.Bans.First),
			Succeeded: o.Actions.Succeeded, Ended: o.Actions.Succeeded + o.Actions.Failed,
		})
	}
	return out
}
