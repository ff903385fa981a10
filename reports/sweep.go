package reports

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A point is a varied scenario, as its name tells it: "two-nodes fleet.users=50 network.rtt=90ms".
type point struct {
	scenario       string
	fields, values []string
}

var fieldSet = regexp.MustCompile(` ([a-z_.\[\]0-9-]+)=`)

// pointOf reads the name of a scenario; one that is not varied has no fields.
func pointOf(name string) point {
	places := fieldSet.FindAllStringSubmatchIndex(name, -1)
	if len(places) == 0 {
		return point{scenario: name}
	}
	p := point{scenario: name[:places[0][0]]}
	for i, at := range places {
		end := len(name)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		p.fields = append(p.fields, name[at[2]:at[3]])
		p.values = append(p.values, name[at[1]:end])
	}
	return p
}

// Variations are the fields that a sweep varies, and the values of each, in their order.
func Variations(p *study.Plan) (scenario string, fields []string, values [][]string) {
	first := pointOf(p.Scenarios[0])
	values = make([][]string, len(first.fields))
	for _, name := range p.Scenarios {
		for i, v := range pointOf(name).values {
			if !slices.Contains(values[i], v) {
				values[i] = append(values[i], v)
			}
		}
	}
	return first.scenario, first.fields, values
}

const sweepLegend = `Intervals have 95 % confidence: exact ones of probabilities, bootstrapped
ones of means, of fewer than 50 runs wide enough for Student's t as well; a mean without
one was the same in every run. Fullest windows: the 95th of 100 runs, as a share of the
threshold.`

// sweep writes a table for each reading: a line for each strategy at each point.
func (e *Evidence) sweep(w io.Writer, f Format) error {
	scenario, fields, _ := Variations(&e.Study.Plan)
	for _, reading := range e.Study.Plan.Readings {
		columns := append([]string{"strategy"}, fields...)
		t := newTable(text.AlignRight, append(columns, "banned", "P(ban)", "banned for",
			"fullest\n5 s", "fullest\n120 s", "succeeded", "p99", "token requests")...)
		for _, strategy := range e.Study.Plan.Strategies {
			for _, name := range e.Study.Plan.Scenarios {
				c := study.Contestant{Scenario: name, Reading: reading, Strategy: strategy}
				p := e.proportion(c, "banned")
				row := table.Row{strategy}
				for _, v := range pointOf(name).values {
					row = append(row, v)
				}
				t.AppendRow(append(row, fmt.Sprintf("%d of %d", p.Hits, p.N), p,
					e.mean(c, "banned_minutes"), e.quantile(c, "burst", .95),
					e.quantile(c, "average", .95), e.mean(c, "success"), e.mean(c, "p99"),
					e.mean(c, "token_requests")))
			}
		}
		c := study.Contestant{Scenario: scenario, Reading: reading}
		if err := e.put(w, t, e.head(c, "varied: "+strings.Join(fields, ", ")), f); err != nil {
			return err
		}
	}
	return e.below(w, sweepLegend)
}
