package main

import (
	"fmt"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

// A speed is what an engine did with a model, from a row that `make slow PART=bench-peers` noted.
type speed struct {
	measuredRow
	model, engine, full     string
	virtual, events, slower float64
	bounds                  [6]float64 // least and most of each
	rounds                  int
	length, load            string
}

// speeds are those that were noted, ours first of each model.
func speeds(rows []measuredRow) (all []speed, err error) {
	for _, r := range rows {
		model, engine, found := strings.Cut(r.figure, " of 500 users on ")
		if !found {
			continue
		}
		s := speed{measuredRow: r, model: model, engine: engine}
		words := strings.Split(r.interval, "; ")
		if len(words) < 3 {
			return nil, r.wrong(fmt.Errorf("found the interval %q", r.interval))
		}
		_, err := fmt.Sscanf(r.value, "%f virtual s/s, %f M events/s, tokenstorm %f times", &s.virtual,
			&s.events, &s.slower)
		if err != nil {
			return nil, r.wrong(err)
		}
		l := &s.bounds
		_, err = fmt.Sscanf(words[0], "%f to %f, %f to %f, %f to %f in %d rounds of %s", &l[0], &l[1],
			&l[2], &l[3], &l[4], &l[5], &s.rounds, &s.length)
		if err != nil {
			return nil, r.wrong(err)
		}
		s.load, s.full = strings.TrimPrefix(words[1], "load "), words[2]
		all = append(all, s)
	}
	return all, nil
}

// enginesTable is what engines did, a row for each model and engine.
func enginesTable(rows []measuredRow) (string, error) {
	all, err := speeds(rows)
	if err != nil || len(all) == 0 {
		return "", err
	}
	var lines [][]string
	for _, s := range all {
		lines = append(lines, []string{s.model, s.full, fmt.Sprintf("%s (%s to %s)",
			unit.Number(s.virtual), unit.Number(s.bounds[0]), unit.Number(s.bounds[1])),
			fmt.Sprintf("%.2f M (%.2f to %.2f)", s.events, s.bounds[2], s.bounds[3]),
			fmt.Sprintf("%.1f times (%.1f to %.1f)", s.slower, s.bounds[4], s.bounds[5]), s.length})
	}
	table := markdown([]string{"model", "engine", "virtual s a second", "events a second",
		"tokenstorm is faster", "virtual time"}, lines)
	return table + "\n" + all[0].conditions() + "\n", nil
}

// conditions are those under which all were measured.
func (s *speed) conditions() string {
	return fmt.Sprintf("Medians of %d rounds in which the engines take turns, with the least and the "+
		"most; seconds are of processor time. %s The load of the machine was %s at the start.", s.rounds,
		s.provenance(), s.load)
}

// enginesChart draws the same.
func enginesChart(rows []measuredRow) (d drawing.Drawing, err error) {
	all, err := speeds(rows)
	if err != nil || len(all) == 0 {
		return d, err
	}
	d = drawing.Drawing{
		Title: "One model on engines of others",
		Subtitle: "virtual seconds that an engine gets through in a second of processor time; " +
			"1/4: tokenstorm gets through 4 times as many",
		Key: []drawing.Entry{
			{Shape: drawing.Dot, Colour: drawing.Good, Label: "median"},
			{Shape: drawing.Line, Colour: drawing.Good, Label: "least to most"},
		},
		Notes:     []string{all[0].conditions()},
		RowHeight: 26,
	}
	least, most := all[0].bounds[0], all[0].bounds[1]
	for _, s := range all {
		least, most = min(least, s.bounds[0]), max(most, s.bounds[1])
	}
	names := map[string]int{}
	panels := map[string]int{}
	for _, s := range all {
		row, known := names[s.engine]
		if !known {
			row = len(d.Rows)
			names[s.engine] = row
			d.Rows = append(d.Rows, s.full)
		}
		at, known := panels[s.model]
		if !known {
			at = len(d.Panels)
			panels[s.model] = at
			d.Panels = append(d.Panels, drawing.Panel{Name: s.model, X: drawing.Powers(least, most),
				Room: 100})
		}
		text := fmt.Sprintf("%s: 1/%.1f", unit.Number(s.virtual), s.slower)
		if s.slower == 1 {
			text = unit.Number(s.virtual)
		}
		d.Panels[at].Add(
			drawing.Mark{Shape: drawing.Rule, Row: row, X: s.bounds[0], To: s.bounds[1], Size: 1.4,
				Colour: drawing.Good},
			drawing.Mark{Shape: drawing.Dot, Row: row, X: s.virtual, Colour: drawing.Good, Size: 3},
			drawing.Mark{Shape: drawing.Text, Row: row, X: s.bounds[1], Colour: drawing.Ink, Text: text},
		)
	}
	return d, nil
}
