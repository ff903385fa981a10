package measure

import "github.com/tokenstorm/tokenstorm/internal/unit"

func init() {
	register(
		Figure{Name: "success", Metric: "actions", Key: "rate", order: 9, More: true, Share: true,
			About: "share of the ended actions that succeeded", In: "succeeded, failed",
			Head: "ok", Place: 1, Cell: func(o *Outcome) string {
				return unit.Share(o.Actions.Succeeded, o.Actions.ended())
			},
			Of: func(o *Outcome) float64 { return share(o.Actions.Succeeded, o.Actions.ended()) }},
		Figure{Metric: "actions", Key: "started", order: 111, More: true,
			About: "user actions that began", In: "actions.started",
			Of: count(func(o *Outcome) int { return o.Actions.Started })},
		Figure{Metric: "actions", Key: "succeeded", order: 112, More: true,
			About: "user actions that succeeded", In: "actions.succeeded",
			Head: "of\nactions", Place: 10, Cell: func(o *Outcome) string {
				return unit.Count(o.Actions.Succeeded) + "/" + unit.Count(o.Actions.ended())
			},
			Of: count(func(o *Outcome) int { return o.Actions.Succeeded })},
		Figure{Metric: "actions", Key: "failed", order: 113, About: "user actions that failed",
			In: "actions.failed",
			Of: count(func(o *Outcome) int { return o.Actions.Failed })},
		Figure{Metric: "actions", Key: "open", order: 114,
			About: "user actions still under way at the end", In: "actions.open",
			Head: "open", Place: 12,
			Of: count(func(o *Outcome) int { return o.Actions.Open })},
	)
}

func (a *Actions) ended() int { return a.Succeeded + a.Failed }
