package reports

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

const sweepLegend = intervals + `
Fullest burst, fullest average: the fullest window of each threshold, as a share of it, in
the 95th of 100 runs.`

// sweep writes a table for each reading: a line for each strategy at each point.
func (e *Evidence) sweep(b *bytes.Buffer, f Format) {
	plan := &e.Study.Plan
	var fields []string
	for _, v := range plan.Variations() {
		fields = append(fields, v.Path)
	}
	for _, reading := range e.Study.Plan.Readings {
		columns := append([]string{"strategy"}, fields...)
		t := newTable(text.AlignRight, append(columns, "banned", "P(ban)", "banned for\nmean",
			"fullest\nburst", "fullest\naverage", "succeeded\nmean", "p99\nmedian",
			"token requests\nmedian", "token requests\nmean")...)
		n := len(columns)
		t.leaveOut(n+6, n+4, n+3, n+8, n+7, n+2)
		for _, alike := range e.rows(f) {
			strategy := alike[0]
			for _, name := range e.Study.Plan.Scenarios {
				c := study.Contestant{Scenario: name, Reading: reading, Strategy: strategy}
				p := e.proportion(c, "banned")
				row := table.Row{strategy}
				for _, v := range plan.ValuesOf(name) {
					row = append(row, v)
				}
				t.AppendRow(append(row, fmt.Sprintf("%d of %d", p.Hits, p.N), p,
					e.mean(c, "banned_minutes"), e.quantile(c, "burst", .95),
					e.quantile(c, "average", .95), e.estimate(c, "success"), e.estimate(c, "p99"),
					e.estimate(c, "token_requests"), e.mean(c, "token_requests")))
			}
			if len(alike) > 1 {
				t.AppendRow(table.Row{more(alike)})
			}
		}
		c := study.Contestant{Scenario: plan.Base(), Reading: reading}
		e.put(b, t, e.head(c, "varied: "+strings.Join(fields, ", ")), f)
	}
	e.folded(b, f)
	e.below(b, sweepLegend, f)
}
