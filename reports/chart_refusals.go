package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func init() {
	register(Chart{
		Name: "401", rank: 2, Draw: drawRefusals,
		About: "API calls answered 401 per strategy, by what was wrong with the token.",
	})
}

// A refusalPart is one reason for a 401.
type refusalPart struct {
	name   string
	colour drawing.Colour
	shape  drawing.Shape
	count  func(*measure.Rejected) int
}

var refusalParts = []refusalPart{
	{"killed", drawing.Bad, drawing.Dot, func(r *measure.Rejected) int { return r.Killed }},
	{"expired", drawing.Middle, drawing.Diamond, func(r *measure.Rejected) int { return r.Expired }},
	{"unknown", drawing.Other, drawing.Triangle, func(r *measure.Rejected) int { return r.Unknown }},
}

// drawRefusals stacks the reasons in one bar per strategy. Where the totals differ so much that a
// logarithmic axis is needed a stack would lie: there each reason is a mark of its own.
func drawRefusals(c *Chapter) drawing.Drawing {
	ranked := c.Ranked()
	if len(ranked) == 0 {
		return drawing.Drawing{}
	}
	totals := make([]int, len(ranked))
	for i, k := range ranked {
		totals[i] = refusedInAll(k)
	}
	d := c.sheet(fmt.Sprintf("401s: from %s to %s refused tokens", unit.Count(slices.Min(totals)),
		unit.Count(slices.Max(totals))), ranked, rowHeight)
	d.Notes = []string{"API calls of the fleet that the carrier answered 401, by what was wrong " +
		"with the token: killed by a newer one, past its expiry, or not of this client. " + c.orderNote()}
	p := drawing.Panel{X: drawing.Counts(totals), Room: 40}
	if p.X.Log {
		d.Notes = append(d.Notes, "The axis is logarithmic: a mark for each reason that there was.")
	}
	for _, part := range refusalParts {
		if slices.ContainsFunc(ranked, func(k *Contestant) bool {
			return part.count(&k.Tally.API.Rejected) > 0
		}) {
			entry := drawing.Entry{Shape: drawing.Bar, Colour: part.colour, Label: "token " + part.name}
			if p.X.Log {
				entry.Shape = part.shape
			}
			d.Key = append(d.Key, entry)
		}
	}
	d.Table = tableOf("401s per strategy", []string{"all 401s", "killed", "expired", "unknown",
		"API calls"}, ranked, func(k *Contestant) []string {
		api := &k.Tally.API
		return []string{unit.Count(refusedInAll(k)), unit.Count(api.Rejected.Killed),
			unit.Count(api.Rejected.Expired), unit.Count(api.Rejected.Unknown),
			unit.Count(api.Requests)}
	})
	for i, k := range ranked {
		addRefusals(&p, i, k)
	}
	d.Panels = []drawing.Panel{p}
	for _, of := range []int{1, 2, 3, 5} { // columns of the table
		column := drawing.Panel{Name: d.Table.Columns[of], Width: 62, Main: of == 1}
		for i, line := range d.Table.Lines {
			column.Add(drawing.Mark{Shape: drawing.Text, Row: i, Text: line[of],
				Colour: drawing.Ink})
		}
		d.Panels = append(d.Panels, column)
	}
	return d
}

func refusedInAll(k *Contestant) int {
	n := 0
	for _, part := range refusalParts {
		n += part.count(&k.Tally.API.Rejected)
	}
	return n
}

// addRefusals adds the marks of a row. On a logarithmic axis a reason that there was not has no
// mark: at 0 it would hide the others.
func addRefusals(p *drawing.Panel, row int, k *Contestant) {
	r := &k.Tally.API.Rejected
	var words []string
	for _, part := range refusalParts {
		words = append(words, part.name+": "+unit.Count(part.count(r)))
	}
	hover := strings.Join(words, "\n")
	if p.X.Log {
		p.Add(drawing.Mark{Shape: drawing.Rule, Row: row, X: 0.5,
			To: float64(max(r.Killed, r.Expired, r.Unknown)), Colour: drawing.Other})
		for _, part := range slices.Backward(refusalParts) {
			if n := part.count(r); n > 0 {
				p.Add(drawing.Mark{Shape: part.shape, Row: row, X: float64(n), Size: 3.2,
					Colour: part.colour, Hover: hover})
			}
		}
		return
	}
	sum := 0
	for _, part := range refusalParts {
		if n := part.count(r); n > 0 {
			p.Add(drawing.Mark{Shape: drawing.Bar, Row: row, X: float64(sum), To: float64(sum + n),
				Colour: part.colour, Hover: hover})
			sum += n
		}
	}
	p.Add(drawing.Mark{Shape: drawing.Text, Row: row, X: float64(sum), Text: unit.Count(sum),
		Colour: drawing.Ink})
}
