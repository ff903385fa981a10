package measure

import "math"

func init() {
	register(
		Figure{Name: "recovery", order: 15, Unit: "s", In: "recovery.took_ns",
			About: "time from the trigger's end until goodput was back",
			Of:    func(o *Outcome) float64 { return took(o) / 1000 }},
		Figure{Metric: "recovery", Key: "took", order: 181, Unit: "ms", In: "recovery.took_ns",
			About: "time from the trigger's end until goodput was back; where it did not come back, " +
				"the rest of the run, its lower bound",
			Of: took,
			Never: func(o *Outcome) float64 {
				if !o.Recovery.Triggered {
					return 0
				}
				return max(0, float64(o.VirtualSeconds*1000)-Milliseconds(o.Recovery.Healed))
			}},
		Figure{Name: "bans_after", Metric: "recovery", Key: "bans_after", order: 16,
			In: "recovery.bans_after", About: "bans that fell when the trigger was gone",
			Of: func(o *Outcome) float64 {
				if !o.Recovery.Triggered {
					return math.NaN()
				}
				return float64(o.Recovery.BansAfter)
			}},
		Figure{Name: "metastable", Metric: "recovery", Key: "metastable", order: 17, YesNo: true,
			In:    "recovery.metastable",
			About: "whether the trigger was gone and goodput did not come back",
			Of:    func(o *Outcome) float64 { return yes(o.Recovery.Metastable) }},
	)
}

// took is in milliseconds; NaN where goodput did not come back.
func took(o *Outcome) float64 {
	if !o.Recovery.Recovered {
		return math.NaN()
	}
	return Milliseconds(o.Recovery.Took)
}
