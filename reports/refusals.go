package reports

import (
	"fmt"

	"gonum.org/v1/plot/vg"
)

func init() {
	register(Chart{
		Name: "401", rank: 2, Draw: drawRefusals,
		About: "API calls answered 401 per strategy, by what was wrong with the token.",
	})
}

// drawRefusals stacks killed, expired and unknown tokens in one bar per strategy. Where the totals
// differ so much that a logarithmic axis is needed, stacking would lie: the bar then shows the total
// alone, and the parts stand beside it as numbers.
func drawRefusals(c *Chapter) Picture {
	ranked := c.ranked()
	if len(ranked) == 0 {
		return Picture{}
	}
	totals, most := make([]int, len(ranked)), 0
	for i := range ranked {
		r := ranked[i].Tally.API.Rejected
		totals[i] = r.Killed + r.Expired + r.Unknown
		most = max(most, totals[i])
	}
	f := frame{
		title:    fmt.Sprintf("401s: the carrier refused a token up to %s", times(most)),
		subtitle: c.header(),
		notes: []string{"API calls of the fleet that the carrier answered 401. Strategies in the " +
			"order of their outcome: fewest bans, least time banned, most actions succeeded, name."},
	}
	top := f.top() + 22
	r := newRows(ranked, top, rowHeight)
	columns := []vg.Length{pageWidth - margin - 4, pageWidth - margin - 74,
		pageWidth - margin - 144, pageWidth - margin - 214}
	x := counts(r.left, columns[3]-90, totals)
	f.key = refusalKey(x.log)
	r.top = f.top() + 22
	height := r.end() + 24 + f.bottom(pageWidth)
	return Picture{pageWidth, height, func(p pen) {
		f.put(p, pageWidth, height)
		r.put(p, pageWidth-margin+4)
		p.grid(&x, r.top, r.end())
		for i, name := range []string{"API calls", "expired", "killed", "all 401"} {
			p.writeLeft(columns[i], r.top-8, face(textSize, true, ink), name)
		}
		style := face(textSize, false, ink)
		for i := range ranked {
			y := r.middle(i)
			api := &ranked[i].Tally.API
			refusalBar(p, &x, y, api.Rejected.Killed, api.Rejected.Expired, totals[i])
			p.write(x.at(float64(totals[i]))+5, y, style, count(totals[i]))
			for k, n := range []int{api.Requests, api.Rejected.Expired, api.Rejected.Killed,
				totals[i]} {
				p.writeLeft(columns[k], y, style, count(n))
			}
		}
	}}
}

func refusalKey(log bool) []keyEntry {
	if log {
		return []keyEntry{
			boxKey("all 401s, on a logarithmic axis on which parts cannot be stacked",
				func(p pen, x0, y0, x1, y1 vg.Length) { p.box(x0, y0, x1, y1, blue) })}
	}
	return []keyEntry{
		boxKey("token killed by another renewal",
			func(p pen, x0, y0, x1, y1 vg.Length) { p.box(x0, y0, x1, y1, vermillion) }),
		boxKey("token expired",
			func(p pen, x0, y0, x1, y1 vg.Length) { p.box(x0, y0, x1, y1, skyBlue) }),
		boxKey("token unknown",
			func(p pen, x0, y0, x1, y1 vg.Length) { p.box(x0, y0, x1, y1, pale) }),
	}
}

func refusalBar(p pen, x *axis, y vg.Length, killed, expired, total int) {
	if total == 0 {
		return
	}
	if x.log {
		p.box(x.x0, y-5, x.at(float64(total)), y+5, blue)
		return
	}
	a, b, c := x.at(float64(killed)), x.at(float64(killed+expired)), x.at(float64(total))
	p.box(x.x0, y-5, a, y+5, vermillion)
	p.box(a, y-5, b, y+5, skyBlue)
	p.box(b, y-5, c, y+5, pale)
}

func times(n int) string {
	switch n {
	case 0:
		return "0 times: never"
	case 1:
		return "once"
	}
	return count(n) + " times"
}
