package measure

import "math"

func init() {
	register(
		Figure{Name: "recovery", order: 15, Unit: "s", In: "recovery.took_ns",
			About: "time from the trigger's end until goodput was back",
			Of: func(o *Outcome) float64 {
				if !o.Recovery.Recovered {
					return math.NaN()
				}
				return o.Recovery.Took.Seconds()
			}},
		Figure{Name: "bans_after", order: 16, In: "recovery.bans_after",
			About: "bans that fell when the trigger was gone",
			Of: func(o *Outcome) float64 {
				if !o.Recovery.Triggered {
					return math.NaN()
				}
				return float64(o.Recovery.BansAfter)
			}},
		Figure{Name: "metastable", order: 17, YesNo: true, In: "recovery.metastable",
			About: "whether the trigger was gone and goodput did not come back",
			Of:    func(o *Outcome) float64 { return yes(o.Recovery.Metastable) }},
	)
}
