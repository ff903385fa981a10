package measure

import "github.com/tokenstorm/tokenstorm/internal/unit"

func init() {
	register(
		Figure{Name: "success", Metric: "actions", Key: "rate", order: 9, More: true, Share: true,
			About: "share of the ended actions that succeeded", In: "succeeded, failed",
			Head: "ok", Place: 1, Cell: func(o *Outcome) string {
				return unit.Share(o.Succeeded, o.Succeeded+o.Failed)
			},
			Of: func(o *Outcome) float64 { return share(o.Succeeded, o.Succeeded+o.Failed) }},
		Figure{Metric: "actions", Key: "started", order: 111, More: true,
			About: "user actions that began", In: "actions.started",
			Of: func(o *Outcome) float64 { return float64(o.Started) }},
		Figure{Metric: "actions", Key: "succeeded", order: 112, More: true,
			About: "user actions that succeeded", In: "actions.succeeded",
			Head: "of\nactions", Place: 10, Cell: func(o *Outcome) string {
				return unit.Count(o.Succeeded) + "/" + unit.Count(o.Succeeded+o.Failed)
			},
			Of: func(o *Outcome) float64 { return float64(o.Succeeded) }},
		Figure{Metric: "actions", Key: "failed", order: 113, About: "user actions that failed",
			In: "actions.failed",
			Of: func(o *Outcome) float64 { return float64(o.Failed) }},
		Figure{Metric: "actions", Key: "open", order: 114,
			About: "user actions still under way at the end", In: "actions.open",
			Head: "open", Place: 12,
			Of: func(o *Outcome) float64 { return float64(o.Open) }},
	)
}
