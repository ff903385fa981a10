package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

// A curve is how the cost of a run grows with something, from rows that `make slow PART=growth`
// noted.
type curve struct {
	measuredRow // of where it bends
	name        string
	points      []grown
	load        string // of the machine, when it began
	ends        string // why it does
	whole       bool   // the work is the same at each point, and costs what it costs as a whole
}

// A grown is a point of a curve.
type grown struct{ n, seconds, megabytes float64 }

// cost is that of one of the things.
func (c *curve) cost(p grown) float64 {
	if c.whole {
		return p.seconds
	}
	return p.seconds / p.n
}

// curves are those that were noted. Points of an earlier commit are no part of them.
func curves(rows []measuredRow) (all []curve, err error) {
	for _, r := range rows {
		name, found := strings.CutSuffix(r.figure, ": where one costs 1.5 times the least")
		if !found {
			continue
		}
		words := strings.Split(r.interval, "; ")
		if len(words) != 3 {
			return nil, r.wrong(fmt.Errorf("found the interval %q", r.interval))
		}
		c := curve{measuredRow: r, name: strings.TrimPrefix(name, "growth with "),
			load: strings.TrimPrefix(words[1], "load "), ends: words[2]}
		for _, p := range rows {
			n, found := strings.CutPrefix(p.figure, name+": ")
			if p.commit != r.commit || p.figure == r.figure || !found {
				continue
			}
			var g grown
			_, failed := fmt.Sscanf(n+" "+p.value, "%f %f s, %f MB", &g.n, &g.seconds, &g.megabytes)
			if failed != nil {
				return nil, p.wrong(failed)
			}
			c.whole = strings.HasSuffix(p.interval, " s pass in the quickest")
			c.points = append(c.points, g)
		}
		if len(c.points) == 0 {
			return nil, r.wrong(errors.New("no row has a point of its commit"))
		}
		all = append(all, c)
	}
	return all, nil
}

// bend is where the curve bends; ok is false where it does not.
func (c *curve) bend() (n float64, ok bool) {
	n, err := strconv.ParseFloat(c.value, 64)
	return n, err == nil
}

// best is the least cost of one of the things, in milliseconds.
func (c *curve) best() (least float64) {
	least = c.cost(c.points[0])
	for _, p := range c.points {
		least = min(least, c.cost(p))
	}
	return 1000 * least
}

func (c *curve) memory() string {
	first, last := c.points[0], c.points[len(c.points)-1]
	return fmt.Sprintf("%.0f to %.0f MB", first.megabytes, last.megabytes)
}

func (c *curve) verdict() string {
	if n, ok := c.bend(); ok {
		return "bends at " + unit.Number(n)
	}
	return "straight to " + unit.Number(c.points[len(c.points)-1].n)
}

// growthTable is a row for each curve.
func growthTable(rows []measuredRow) (string, error) {
	all, err := curves(rows)
	if err != nil || len(all) == 0 {
		return "", err
	}
	var lines [][]string
	for _, c := range all {
		first, last := c.points[0].n, c.points[len(c.points)-1].n
		lines = append(lines, []string{c.name, unit.Number(first) + " to " + unit.Number(last),
			unit.Latency(c.best()), c.verdict(), c.ends, c.memory()})
	}
	return markdown([]string{"what grows", "from, to", "one costs at best", "its cost", "ended as",
		"memory of a run"}, lines) + "\n" + conditions(all) + "\n", nil
}

// conditions are those under which curves were measured.
func conditions(all []curve) string {
	var loads []string
	for _, c := range all {
		loads = append(loads, c.load)
	}
	return fmt.Sprintf("%s The load of the machine was %s when they began.", all[0].provenance(),
		strings.Join(loads, ", "))
}

// growthChart draws a panel for each curve: what one costs, as a share of the least.
func growthChart(rows []measuredRow) (d drawing.Drawing, err error) {
	all, err := curves(rows)
	if err != nil || len(all) == 0 {
		return d, err
	}
	d = drawing.Drawing{
		Title:    "Where the cost of a run bends",
		Subtitle: "processor time and memory by what grows, as times the least that one of them costs",
		Key: []drawing.Entry{
			{Shape: drawing.Line, Colour: drawing.Good, Label: "processor time of one"},
			{Shape: drawing.Line, Colour: drawing.Tail, Label: "memory of one"},
			{Shape: drawing.Line, Colour: drawing.Bad, Label: "half as much again: the curve bends"},
		},
		Notes: []string{"Medians of 3 runs. At the left of each curve stands what a program costs that " +
			"does nothing yet. Of cores it is the processor time of the same study. " +
			conditions(all)},
		Across: 3, Height: 110,
	}
	for _, c := range all {
		d.Panels = append(d.Panels, c.panel())
	}
	return d, nil
}

// panel draws a curve.
func (c *curve) panel() drawing.Panel {
	var at []float64
	var labels []string
	last := len(c.points) - 1
	for i, p := range c.points {
		label := ""
		if (last-i)%2 == 0 || last < 6 { // there is room for so many
			label = unit.Number(p.n)
		}
		at, labels = append(at, p.n), append(labels, label)
	}
	y := drawing.Linear(3, false)
	p := drawing.Panel{Name: c.name, Words: unit.Latency(c.best()) + " at best; " + c.memory(),
		State: c.verdict(), X: drawing.At(at, labels), Y: y}
	_, p.Bad = c.bend()
	p.Add(drawing.Mark{Shape: drawing.Level, Y: 1.5, Colour: drawing.Bad})
	for _, of := range []struct {
		colour drawing.Colour
		cost   func(grown) float64
	}{
		{drawing.Tail, func(g grown) float64 { return g.megabytes / g.n }},
		{drawing.Good, c.cost},
	} {
		if of.colour == drawing.Tail && c.whole { // cores hold no memory of their own
			continue
		}
		least := of.cost(c.points[0])
		for _, g := range c.points {
			least = min(least, of.cost(g))
		}
		line := drawing.Mark{Shape: drawing.Curve, Colour: of.colour, Size: 1.2}
		var dots []drawing.Mark
		for _, g := range c.points {
			v := of.cost(g) / least
			line.Points = append(line.Points, g.n, v)
			if v <= y.Max {
				dots = append(dots, drawing.Mark{Shape: drawing.Dot, X: g.n, Y: v, Colour: of.colour,
					Size: 2})
			}
		}
		p.Add(line)
		p.Add(dots...)
	}
	return p
}
