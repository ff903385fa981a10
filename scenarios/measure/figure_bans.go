package measure

import (
	"math"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register(
		Figure{Name: "banned", first: true, order: 1, YesNo: true,
			About: "whether the run was banned at all",
			In:    "bans", Of: func(o *Outcome) float64 { return yes(o.Bans.Count > 0) }},
		Figure{Name: "bans", Metric: "bans", Key: "count", order: 2, About: "bans", In: "bans",
			Head: "bans", Place: 2,
			Of: count(func(o *Outcome) int { return o.Bans.Count })},
		Figure{Name: "banned_minutes", order: 3, Unit: "min", In: "banned_ns",
			About: "time during which a public IP was banned",
			Of:    func(o *Outcome) float64 { return o.Bans.Banned.Minutes() },
			Head:  "banned", Place: 3, Cell: func(o *Outcome) string {
				if o.Bans.Count == 0 {
					return unit.None
				}
				return unit.Minutes(o.Bans.Banned)
			}},
		Figure{Name: "extensions", Metric: "bans", Key: "extensions", order: 4,
			About: "extensions of bans", In: "extensions",
			Of: count(func(o *Outcome) int { return o.Bans.Extensions })},
		Figure{Metric: "bans", Key: "banned", order: 101, Unit: "ms", In: "bans.banned_ms",
			About: "time during which a public IP was banned",
			Of:    func(o *Outcome) float64 { return Milliseconds(o.Bans.Banned) }},
		Figure{Metric: "bans", Key: "first", order: 102, Unit: "ms", More: true,
			About: "when the first ban fell, since the run's start; without a ban the run's end, " +
				"its lower bound",
			In: "bans.first_ms", Of: firstBan,
			Never: func(o *Outcome) float64 { return float64(o.VirtualSeconds * 1000) }},
	)
}

func firstBan(o *Outcome) float64 {
	if o.Bans.First == nil {
		return math.NaN()
	}
	return Milliseconds(*o.Bans.First)
}
