package reports

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/drawing"
)

func init() {
	register(Chart{
		Name: "bans", rank: 1, Draw: drawBans,
		About: "Bans and banned time per strategy.",
	})
}

// drawBans shows two panels on one strategy axis: how many bans fell, and how long they lasted.
func drawBans(c *Chapter) drawing.Drawing {
	ranked := c.Ranked()
	if len(ranked) == 0 {
		return drawing.Drawing{}
	}
	values, most, banned := make([]int, len(ranked)), time.Duration(0), 0
	for i, k := range ranked {
		values[i], most = k.Tally.Bans.Count, max(most, k.Tally.Bans.Banned)
		banned += min(values[i], 1)
	}
	const unproven = "A strategy without a ban in one run is not proven safe."
	d := c.sheet(fmt.Sprintf("Bans: %d of %d strategies were banned", banned, len(ranked)), ranked,
		rowHeight)
	d.Notes = []string{"Time banned within the run, added up over the fleet's public IPs; in " +
		"brackets its share of the run" + ipsNote(c) + ". Hits during a ban prolong it; the table " +
		"counts how often. " + unproven + " " + c.orderNote()}
	d.Table = bansTable(c, ranked)
	if banned == 0 {
		d.Title = fmt.Sprintf("Bans: none of %d strategies was banned", len(ranked))
		d.Notes, d.Rows = []string{unproven}, nil
		return d
	}
	counted := drawing.Panel{Name: "bans", Room: 96, X: drawing.Counts(values)}
	lasted := drawing.Panel{Name: "minutes banned (share of the run)", Room: 96,
		X: drawing.Linear(most.Minutes(), false)}
	for i, k := range ranked {
		bans := &k.Tally.Bans
		bar := drawing.Mark{Shape: drawing.Bar, Row: i, X: counted.X.Min, Colour: drawing.Bad}
		if bans.Count == 0 {
			bar.Shape, bar.Text, bar.Colour = drawing.Text, "no ban", drawing.Quiet
			counted.Add(bar)
			continue
		}
		bar.Hover = fmt.Sprintf("%s, %s\n%s", unit.Counted(bans.Count, "ban"),
			unit.Minutes(bans.Banned), unit.Counted(bans.Extensions, "extension"))
		bar.To, bar.Text = float64(bans.Count), unit.Count(bans.Count)
		counted.Add(bar)
		bar.X, bar.To = lasted.X.Min, bans.Banned.Minutes()
		bar.Text = fmt.Sprintf("%s (%s)", unit.Minutes(bans.Banned), c.bannedShare(bans.Banned))
		lasted.Add(bar)
	}
	d.Panels = []drawing.Panel{counted, lasted}
	return d
}

// bannedShare is the share of the run during which the public IPs were banned.
func (c *Chapter) bannedShare(banned time.Duration) string {
	return unit.Share(int(banned),
		int(c.Scenario.Length)*max(c.Scenario.Fleet.PublicIPs, 1))
}

func bansTable(c *Chapter, ranked []*Contestant) drawing.Table {
	columns := []string{
		"bans", "extensions", "minutes banned", "share of the run", "first ban at",
	}
	return tableOf("Bans per strategy", columns, ranked, func(k *Contestant) []string {
		bans := &k.Tally.Bans
		return []string{unit.Count(bans.Count), unit.Count(bans.Extensions),
			unit.Minutes(bans.Banned), c.bannedShare(bans.Banned),
			firstInstant(c.Scenario, bans.First)}
	})
}

func ipsNote(c *Chapter) string {
	if c.Scenario.Fleet.PublicIPs > 1 {
		return fmt.Sprintf(" times its %d public IPs", c.Scenario.Fleet.PublicIPs)
	}
	return ""
}
