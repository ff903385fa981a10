package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// capacity is how far strategies carry, drawn.
type capacity struct {
	Chart    drawing.Drawing     `json:"chart"`
	Varied   []scenarios.Setting `json:"varied"`
	Commands []string            `json:"commands"`
}

// An edge is one of a search, and the value that its search has in the setting that differs.
type edge struct {
	review.Edge
	at string
}

// A search is a Capacity, or several that differ in one setting alone: its values become rows.
type search struct {
	review.Capacity
	by       string // the path of that setting
	edges    []edge
	commands []string
}

// joined makes one search of those that differ in one setting alone.
func joined(all []review.Capacity) []search {
	var asked []string
	groups := map[string][]review.Capacity{}
	for _, c := range all {
		what := question(&c)
		if groups[what] == nil {
			asked = append(asked, what)
		}
		groups[what] = append(groups[what], c)
	}
	var searches []search
	for _, what := range asked {
		if by := differing(groups[what]); by != "" {
			searches = append(searches, together(groups[what], by))
			continue
		}
		for _, c := range groups[what] {
			searches = append(searches, together([]review.Capacity{c}, ""))
		}
	}
	return searches
}

// question is all that a search asks, but for the values of settings.
func question(c *review.Capacity) string {
	asked := []any{c.Scenario, c.Field, c.From, c.To, c.Until}
	for _, v := range c.Varied {
		asked = append(asked, v.Path)
	}
	for _, e := range c.Edges {
		asked = append(asked, e.Strategy, e.Reading)
	}
	return fmt.Sprintf("%q", asked)
}

// differing is the path of the one setting whose values differ; empty: none or several do.
func differing(group []review.Capacity) string {
	var paths []string
	for i, v := range group[0].Varied {
		if slices.ContainsFunc(group, func(c review.Capacity) bool {
			return c.Varied[i].Value != v.Value
		}) {
			paths = append(paths, v.Path)
		}
	}
	if len(paths) != 1 {
		return ""
	}
	return paths[0]
}

func together(group []review.Capacity, by string) search {
	s := search{Capacity: group[0], by: by}
	s.Varied = slices.DeleteFunc(slices.Clone(s.Varied), func(v scenarios.Setting) bool {
		return v.Path == by
	})
	titles := make([]string, len(group))
	for i, c := range group {
		titles[i] = c.Title
		s.commands = append(s.commands, c.Command)
		at := ""
		for _, v := range c.Varied {
			if v.Path == by {
				at = v.Value
			}
		}
		for _, e := range c.Edges {
			s.edges = append(s.edges, edge{e, at})
		}
	}
	s.Title = common(titles)
	return s
}

// common is what all titles begin with, up to a comma.
func common(titles []string) string {
	parts := strings.Split(titles[0], ", ")
	for _, title := range titles[1:] {
		other, n := strings.Split(title, ", "), 0
		for n < min(len(parts), len(other)) && parts[n] == other[n] {
			n++
		}
		parts = parts[:n]
	}
	return strings.Join(parts, ", ")
}

func capacityOf(s search) capacity {
	d := drawing.Drawing{
		Title: "How far each strategy carries: " + s.Title,
		Notes: []string{fmt.Sprintf("Survived values of %s, of %s to %s. Not survived is where, of %s, "+
			"one has %s. The edges were found by bisection, which supposes that who survives a value "+
			"survives all on its side. The commands repeat the runs at both sides of the edges.",
			s.Field, unit.Number(s.From), unit.Number(s.To), unit.Counted(s.Seeds, "run"), s.Until)},
		Table: capacityTable(&s),
	}
	if s.by != "" {
		d.Title = fmt.Sprintf("How far: %s by %s, %s", s.Field, s.by, s.Title)
	}
	var all []reports.Survival
	for i := range s.edges {
		all = append(all, s.survival(&s.edges[i]))
	}
	return capacity{
		Chart:  reports.Capacity(d, s.Field, false, s.From, s.To, all),
		Varied: s.Varied, Commands: s.commands,
	}
}

// survival is the row of an edge.
func (s *search) survival(e *edge) reports.Survival {
	out := reports.Survival{Name: e.Strategy, Reading: e.Reading, Next: s.From}
	if s.by != "" {
		out.Name += ", " + s.by[strings.LastIndexByte(s.by, '.')+1:] + " " + e.at
	}
	if e.Value != nil {
		out.Value = *e.Value
	}
	if e.Next != nil {
		out.Next = *e.Next
	}
	switch e.Side {
	case "all":
		out.Side, out.Words = study.All, "all up to "+unit.Number(s.To)
	case "none":
		out.Side, out.Words = study.None, "not even "+unit.Number(out.Next)
	case "least":
		out.Side, out.Words = study.Least, unit.Number(out.Value)+" and more"
	default:
		out.Side, out.Words = study.Largest, "up to "+unit.Number(out.Value)
	}
	return out
}

func capacityTable(s *search) drawing.Table {
	t := drawing.Table{
		Caption: "Survived values of " + s.Field + "; intervals have 95 % confidence",
		Columns: []string{"strategy", "reading", "survives", "banned there", "not survived",
			"banned there"},
	}
	if s.by != "" {
		t.Columns = slices.Insert(t.Columns, 2, s.by)
	}
	for _, e := range s.edges {
		next, there, beyond := unit.None, chance(e.There), chance(e.Beyond)
		if e.Next != nil {
			next = unit.Number(*e.Next)
		}
		line := []string{e.Strategy, e.Reading, s.survival(&e).Words, there, next, beyond}
		if s.by != "" {
			line = slices.Insert(line, 2, e.at)
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

func chance(c review.Chance) string {
	if c.N == 0 {
		return unit.None
	}
	return fmt.Sprintf("%d of %d: %s", c.Hits, c.N, c.Text)
}
