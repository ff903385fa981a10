package page

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// capacity is how far strategies carry, drawn.
type capacity struct {
	Chart    drawing.Drawing     `json:"chart"`
	Varied   []scenarios.Setting `json:"varied"`
	Commands []string            `json:"commands"`
}

// studyDrawing sets what strategies cost against how near they came to a ban, over many seeds,
// under the scenario's own reading.
func studyDrawing(s *review.ScenarioStudy) drawing.Drawing {
	var points []reports.Point
	for _, row := range s.Rows {
		i := slices.IndexFunc(row.Cells, func(c review.Score) bool { return c.Reading == s.Readings[0] })
		if i < 0 {
			continue
		}
		c := &row.Cells[i]
		if c.P99.Value == nil || c.Burst.Value == nil || c.Average.Value == nil {
			continue
		}
		p := reports.Point{Strategy: row.Strategy, P99: *c.P99.Value, Hits: c.Banned.Hits,
			Full: 100 * max(*c.Burst.Value, *c.Average.Value), Runs: c.Banned.N}
		if c.P99.Low != nil && c.P99.High != nil {
			p.Low, p.High = *c.P99.Low, *c.P99.High
		}
		if c.Success.Value != nil {
			p.Success = *c.Success.Value
		}
		points = append(points, p)
	}
	return reports.Pareto(points, s.Scenario, fmt.Sprintf("Reading %s; medians of the windows and "+
		"means of p99 over the runs, whiskers: the 95 %% interval.", s.Readings[0]))
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
	var groups [][]review.Capacity
	for _, c := range all {
		i := slices.IndexFunc(groups, func(g []review.Capacity) bool { return alike(&g[0], &c) })
		if i < 0 {
			groups = append(groups, []review.Capacity{c})
			continue
		}
		groups[i] = append(groups[i], c)
	}
	var searches []search
	for _, g := range groups {
		if path := differing(g); path != "" {
			searches = append(searches, together(g, path))
			continue
		}
		for _, c := range g {
			searches = append(searches, together([]review.Capacity{c}, ""))
		}
	}
	return searches
}

// alike reports whether two searches ask the same, but for the values of settings.
func alike(a, b *review.Capacity) bool {
	return a.Scenario == b.Scenario && a.Field == b.Field && a.From == b.From && a.To == b.To &&
		a.Until == b.Until &&
		slices.EqualFunc(a.Varied, b.Varied, func(x, y scenarios.Setting) bool {
			return x.Path == y.Path
		}) &&
		slices.EqualFunc(a.Edges, b.Edges, func(x, y review.Edge) bool {
			return x.Strategy == y.Strategy && x.Reading == y.Reading
		})
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
	for len(parts) > 1 && slices.ContainsFunc(titles, func(title string) bool {
		return title != titles[0] && !strings.HasPrefix(title, strings.Join(parts, ", ")+",") ||
			len(titles) > 1 && title == strings.Join(parts, ", ")
	}) {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, ", ")
}

func capacityOf(s search) capacity {
	var readings []string
	for _, e := range s.edges {
		if !slices.Contains(readings, e.Reading) {
			readings = append(readings, e.Reading)
		}
	}
	d := drawing.Drawing{
		Title: "How far each strategy carries: " + s.Title, RowHeight: 17,
		Notes: []string{fmt.Sprintf("Survived values of %s, of %s to %s. Not survived is where, of %s, "+
			"one has %s. The edges were found by bisection, which supposes that who survives a value "+
			"survives all on its side. The commands repeat the runs at both sides of the edges.",
			s.Field, number(s.From), number(s.To), unit.Counted(s.Seeds, "run"), s.Until)},
		Table: capacityTable(&s),
	}
	if s.by != "" {
		d.Title = fmt.Sprintf("How far: %s by %s, %s", s.Field, s.by, s.Title)
	}
	for i, r := range readings {
		d.Key = append(d.Key, drawing.Entry{Shape: drawing.Bar, Colour: drawing.Several(i),
			Label: "survived, " + r})
	}
	p := drawing.Panel{Room: 110, X: drawing.Linear(s.end(), false)}
	p.X.Label = s.Field
	unsurvived := false
	for i, e := range s.edges {
		name := s.name(&e, len(readings) > 1)
		d.Rows = append(d.Rows, name)
		m := drawing.Mark{Shape: drawing.Bar, Row: i, Text: s.survives(&e), Small: true,
			Colour: drawing.Several(slices.Index(readings, e.Reading)),
			Hover:  s.survives(&e)}
		m.X, m.To = s.span(&e)
		if e.Side == "none" {
			unsurvived = true
			p.Marks = append(p.Marks, drawing.Mark{Shape: drawing.Cross, Row: i, X: p.X.Min + p.X.Max/90,
				Colour: drawing.Bad, Hover: m.Hover})
			m = drawing.Mark{Shape: drawing.Text, Row: i, X: p.X.Min + p.X.Max/45, Text: m.Text,
				Small: true, Colour: drawing.Ink}
		}
		p.Marks = append(p.Marks, m)
	}
	if unsurvived {
		d.Key = append(d.Key, drawing.Entry{Shape: drawing.Cross, Colour: drawing.Bad,
			Label: "no value survived"})
	}
	d.Panels = []drawing.Panel{p}
	return capacity{Chart: d, Varied: s.Varied, Commands: s.commands}
}

func number(v float64) string {
	if v >= 1000 {
		return unit.Count(int64(math.Round(v)))
	}
	return unit.Digits(v)
}

func (s *search) name(e *edge, readings bool) string {
	name := e.Strategy
	if s.by != "" {
		name += ", " + s.by[strings.LastIndexByte(s.by, '.')+1:] + " " + e.at
	}
	if readings {
		name += ", " + e.Reading
	}
	return name
}

func (s *search) survives(e *edge) string {
	value, next := 0.0, s.From
	if e.Value != nil {
		value = *e.Value
	}
	if e.Next != nil {
		next = *e.Next
	}
	switch e.Side {
	case "all":
		return "all up to " + number(s.To)
	case "none":
		return "not even " + number(next)
	case "least":
		return number(value) + " and more"
	}
	return "up to " + number(value)
}

// span is where the bar of an edge lies. It begins at 0, for who survives a value survives all
// below: one step of the search would have no length otherwise.
func (s *search) span(e *edge) (from, to float64) {
	switch {
	case e.Side == "least" && e.Value != nil:
		return *e.Value, s.To
	case e.Side == "largest" && e.Value != nil:
		return min(0, s.From), *e.Value
	}
	return min(0, s.From), s.To
}

// end is the end of the axis: what lies far beyond every edge is left out.
func (s *search) end() float64 {
	most := 0.0
	for i := range s.edges {
		e := &s.edges[i]
		if (e.Side == "largest" || e.Side == "none") && e.Next != nil {
			most = max(most, *e.Next)
		} else {
			most = s.To
		}
	}
	return min(s.To, 1.2*most)
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
	for i := range s.edges {
		e := &s.edges[i]
		next, there, beyond := unit.None, chance(e.There), chance(e.Beyond)
		if e.Next != nil {
			next = number(*e.Next)
		}
		if e.Side == "none" {
			there = unit.None
		}
		if e.Side == "all" {
			beyond = unit.None
		}
		line := []string{e.Strategy, e.Reading, s.survives(e), there, next, beyond}
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
