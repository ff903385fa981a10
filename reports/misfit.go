package reports

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/fit"
)

// bursty is from which burstiness on calls are said to come together: assumed. Over n seconds that
// of independent clicks differs from 1 by some sqrt(2/n): 0.1 in four minutes.
const bursty = 1.5

// Observed says what a log has that is made a load, and what of it is left to the strategies.
func Observed(o *fit.Observation) string {
	return fmt.Sprintf("%s of %s in %v; %s and %s of 401 are left to the strategies",
		unit.Counted(o.Calls, "API call"), unit.Counted(o.Clients(), "client"), o.Length(),
		unit.Counted(o.Tokens, "token request"), unit.Counted(o.Refused, "answer"))
}

// Misfits prints the figures of a log beside those of the scenario that was made of it.
func Misfits(b *bytes.Buffer, o *fit.Observation, misfits []fit.Misfit, f Format) {
	fmt.Fprintf(b, "%s\n\n", Observed(o))
	t := newTable(text.AlignRight, "figure", "log", fmt.Sprintf("scenario, %d draws", fit.Draws), "")
	var outside []string
	for _, m := range misfits {
		show := func(v float64) string {
			if m.Duration {
				return unit.Latency(v)
			}
			return unit.Count(int(v))
		}
		note := ""
		if m.Outside() {
			note = "outside"
			outside = append(outside, m.Figure)
		}
		t.AppendRow(table.Row{m.Figure, show(m.Log), show(m.Low) + " to " + show(m.High), note})
	}
	putRows(b, t, f.Width)
	if len(outside) > 0 {
		fmt.Fprintf(b, "no draw has the log's %s: the scenario does not tell it\n",
			strings.Join(outside, ", "))
	}
	if v := o.Burstiness(); v > bursty && !math.IsNaN(v) {
		fmt.Fprintf(b, "calls come together: their number in a second varies %s times as much as that "+
			"of independent\nclicks does, which the scenario has; `tokenstorm replay` keeps each call "+
			"where it was\n", unit.Number(math.Round(10*v)/10))
	}
}
