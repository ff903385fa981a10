package reports

import (
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/internal/unit"
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
	colour color.Color
	count  func(*measure.Rejected) int
}

var refusalParts = []refusalPart{
	{"killed", vermillion, func(r *measure.Rejected) int { return r.Killed }},
	{"expired", skyBlue, func(r *measure.Rejected) int { return r.Expired }},
	{"unknown", pale, func(r *measure.Rejected) int { return r.Unknown }},
}

// columnWidth is the room of a column of counts.
const columnWidth vg.Length = 64

// drawRefusals stacks the reasons in one bar per strategy. Where the totals differ so much that a
// logarithmic axis is needed a stack would lie: there each reason is a dot.
func drawRefusals(c *Chapter) Picture {
	ranked := c.Ranked()
	if len(ranked) == 0 {
		return Picture{}
	}
	totals, least, most := make([]int, len(ranked)), -1, 0
	for i := range ranked {
		totals[i] = refusedInAll(&ranked[i])
		most = max(most, totals[i])
		if least < 0 || totals[i] < least {
			least = totals[i]
		}
	}
	f := frame{
		title:    fmt.Sprintf("401s: from %s to %s refused tokens", unit.Count(least), unit.Count(most)),
		subtitle: c.header(), about: c.Scenario.About,
		notes: []string{"API calls of the fleet that the carrier answered 401, by what was wrong " +
			"with the token: killed by a newer one, past its expiry, or not of this client. " + order},
	}
	r := newRows(ranked, 0, rowHeight)
	columns := pageWidth - margin - 4 - 3*columnWidth
	x := counts(r.left, columns-columnWidth, totals)
	f.key = refusalKey(x.log, ranked)
	if x.log {
		f.notes = append(f.notes, "The axis is logarithmic: a dot for each reason that there was.")
	}
	r.top = f.top() + 22
	height := r.end() + 24 + f.bottom(pageWidth)
	return Picture{pageWidth, height, func(p pen) {
		f.put(p, pageWidth, height)
		r.put(p, pageWidth-margin+4)
		p.grid(&x, r.top, r.end())
		for i, name := range []string{"all 401s", "killed", "expired", "API calls"} {
			p.writeLeft(columns+vg.Length(i)*columnWidth, r.top-8, face(textSize, true, ink), name)
		}
		style := face(textSize, false, ink)
		for i := range ranked {
			y := r.middle(i)
			api := &ranked[i].Tally.API
			if x.log {
				refusalDots(p, &x, y, &api.Rejected)
			} else {
				refusalBar(p, &x, y, &api.Rejected)
			}
			for k, n := range []int{totals[i], api.Rejected.Killed, api.Rejected.Expired,
				api.Requests} {
				p.writeLeft(columns+vg.Length(k)*columnWidth, y, style, unit.Count(n))
			}
		}
	}}
}

func refusedInAll(k *Contestant) int {
	n := 0
	for _, part := range refusalParts {
		n += part.count(&k.Tally.API.Rejected)
	}
	return n
}

// refusalKey names the reasons that there were.
func refusalKey(log bool, ranked []Contestant) []keyEntry {
	var key []keyEntry
	for _, part := range refusalParts {
		if !slices.ContainsFunc(ranked, func(k Contestant) bool {
			return part.count(&k.Tally.API.Rejected) > 0
		}) {
			continue
		}
		mark := func(p pen, x, y vg.Length) { p.box(x, y-4, x+10, y+4, part.colour) }
		if log {
			mark = func(p pen, x, y vg.Length) { p.dot(x+5, y, 3.2, part.colour) }
		}
		key = append(key, keyEntry{mark, "token " + part.name})
	}
	return key
}

func refusalBar(p pen, x *axis, y vg.Length, r *measure.Rejected) {
	sum := 0
	for _, part := range refusalParts {
		if n := part.count(r); n > 0 {
			p.box(x.at(float64(sum)), y-5, x.at(float64(sum+n)), y+5, part.colour)
			sum += n
		}
	}
	p.write(x.at(float64(sum))+5, y, face(textSize, false, ink), unit.Count(sum))
}

// refusalDots leaves out what there was none of: a dot at 0 would hide the others'.
func refusalDots(p pen, x *axis, y vg.Length, r *measure.Rejected) {
	p.rule(x.x0, y, x.at(float64(max(r.Killed, r.Expired, r.Unknown))), y, 0.8, pale)
	for _, part := range slices.Backward(refusalParts) {
		if n := part.count(r); n > 0 {
			p.dot(x.at(float64(n)), y, 3.2, part.colour)
		}
	}
}
