package measure

import (
	"math"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register(
		Figure{Name: "sessions_lost", Metric: "sessions", Key: "lost", order: 191, Rare: true,
			About: "sessions lost: the carrier takes no refresh token of the customer any more",
			In:    "sessions.lost", Head: "sessions\nlost", Place: 4,
			Of: func(o *Outcome) float64 {
				if o.Sessions == nil {
					return math.NaN()
				}
				return float64(o.Sessions.Lost)
			}},
		Figure{Name: "sessions_first_lost_ms", Metric: "sessions", Key: "first_lost", order: 192,
			Unit: "ms", More: true, Rare: true,
			About: "when the first session was lost, since the run's start; without a loss the run's " +
				"end, its lower bound",
			In: "sessions.first_lost_ms", Of: firstLost,
			Never: func(o *Outcome) float64 { return float64(o.VirtualSeconds * 1000) }},
		Figure{Name: "sessions_lost_ms", Metric: "sessions", Key: "lost_for", order: 193,
			Unit: "ms", Rare: true, About: "time during which sessions were lost, the sum over customers",
			In: "sessions.lost_ms", Of: func(o *Outcome) float64 {
				if o.Sessions == nil {
					return math.NaN()
				}
				return Milliseconds(o.Sessions.LostFor)
			}, Head: "signed\nout", Place: 4, Cell: func(o *Outcome) string {
				if o.Sessions == nil || o.Sessions.Lost == 0 {
					return unit.None
				}
				return unit.Minutes(o.Sessions.LostFor)
			}},
	)
}

func firstLost(o *Outcome) float64 {
	if o.Sessions == nil || o.Sessions.First == nil {
		return math.NaN()
	}
	return Milliseconds(*o.Sessions.First)
}
