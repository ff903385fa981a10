package command

import (
	"bytes"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A drivenShown is a driven run as JSON: the keys of run --json, and what is beside them.
type drivenShown struct {
	*measure.Summary
	Target    string     `json:"target"`
	TimeScale float64    `json:"time_scale"`
	Unknown   []string   `json:"unknown"`     // keys whose figures nobody could tell
	Cut       float64    `json:"cut_ms"`      // where it was interrupted; 0: it was not
	LateP50   float64    `json:"late_p50_ms"` // of timers, in virtual time
	LateP99   float64    `json:"late_p99_ms"`
	Unheard   int        `json:"unanswered"`
	Missed    uint64     `json:"journal_missed"`
	Unpaired  int        `json:"unpaired"`
	Against   *agreement `json:"against_sim,omitempty"`
}

func (d *driving) tellJSON(b *bytes.Buffer, all []driven) error {
	shown := []drivenShown{}
	for _, one := range all {
		r := one.result
		shown = append(shown, drivenShown{
			Summary: &r.Tally.Summary, Target: d.target, TimeScale: d.scale,
			Unknown: append([]string{}, r.Unknown...), Cut: milliseconds(r.Cut),
			LateP50: milliseconds(r.LateP50), LateP99: milliseconds(r.LateP99),
			Unheard: r.Unheard, Missed: r.Missed, Unpaired: r.Unpaired, Against: one.against,
		})
	}
	return writeJSON(b, shown)
}
