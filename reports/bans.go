package reports

import (
	"fmt"
	"time"

	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register(Chart{
		Name: "bans", rank: 1, Draw: drawBans,
		About: "Bans and banned time per strategy.",
	})
}

// drawBans shows two panels on one strategy axis: how many bans fell, and how long they lasted.
func drawBans(c *Chapter) Picture {
	ranked := c.Ranked()
	if len(ranked) == 0 {
		return Picture{}
	}
	whole := time.Duration(c.Scenario.Length)
	f := frame{
		title:    fmt.Sprintf("Bans: %d of %d strategies were banned", c.banned(), len(ranked)),
		subtitle: c.header(), about: c.Scenario.About,
		notes: []string{"Time banned within the run, added up over the fleet's public IPs; in " +
			"brackets its share of the run" + ipsNote(c) + ". Hits during a ban prolong it; the page's " +
			"table counts how often. A strategy without a ban in one run is not proven safe. " + order},
	}
	if c.banned() == 0 {
		f.notes = []string{"A strategy without a ban in one run is not proven safe."}
		f.title = fmt.Sprintf("Bans: none of %d strategies was banned", len(ranked))
		height := f.top() + f.bottom(pageWidth)
		return Picture{pageWidth, height, func(p pen) { f.put(p, pageWidth, height) }}
	}
	r := newRows(ranked, f.top()+22, rowHeight)
	values, most := make([]int, len(ranked)), time.Duration(0)
	for i := range ranked {
		values[i] = ranked[i].Tally.Bans.Count
		most = max(most, fromMilliseconds(ranked[i].Tally.Bans.Banned))
	}
	room := (pageWidth - margin - r.left - 2*96) / 2
	left := counts(r.left, r.left+room, values)
	right := linear(left.x1+96, left.x1+96+room, most.Minutes(), false)
	height := r.end() + 24 + f.bottom(pageWidth)
	return Picture{pageWidth, height, func(p pen) {
		f.put(p, pageWidth, height)
		r.put(p, pageWidth-margin+4)
		p.grid(&left, r.top, r.end())
		p.grid(&right, r.top, r.end())
		r.head(p, left.x0, "bans")
		r.head(p, right.x0, "minutes banned (share of the run)")
		for i := range ranked {
			banRow(p, &left, &right, r.middle(i), &ranked[i], whole, c.Scenario.Fleet.PublicIPs)
		}
	}}
}

func banRow(p pen, left, right *axis, y vg.Length, k *Contestant, whole time.Duration, ips int) {
	style, quiet := face(textSize, false, ink), face(textSize, false, grey)
	bans := &k.Tally.Bans
	if bans.Count == 0 {
		p.write(left.x0+5, y, quiet, "no ban")
		return
	}
	x := left.at(float64(bans.Count))
	p.box(left.x0, y-5, x, y+5, vermillion)
	p.write(x+5, y, style, unit.Count(bans.Count))
	banned := fromMilliseconds(bans.Banned)
	x = right.at(banned.Minutes())
	p.box(right.x0, y-5, x, y+5, vermillion)
	p.write(x+5, y, style, fmt.Sprintf("%s (%s)", unit.Minutes(banned),
		unit.Share(int(banned), int(whole)*max(ips, 1))))
}

func ipsNote(c *Chapter) string {
	if c.Scenario.Fleet.PublicIPs > 1 {
		return fmt.Sprintf(" times its %d public IPs", c.Scenario.Fleet.PublicIPs)
	}
	return ""
}
