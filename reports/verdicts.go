package reports

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// verdicts writes who survived under which reading of the ban rule. Where the readings disagree,
// the row says so: such a strategy's safety is a matter of what the sentence means.
func verdicts(b *bytes.Buffer, c *Chapter, f Format) {
	readings := c.Readings()
	t := newTable(text.AlignLeft,
		slices.Concat([]string{"strategy"}, readings, []string{"across readings"})...)
	for _, k := range c.Ranked() {
		row := table.Row{k.Strategy}
		survived, runs := 0, 0
		for _, reading := range readings {
			o := k.verdict(reading)
			if o == nil {
				row = append(row, unit.None)
				continue
			}
			runs++
			if c.Survives(o) {
				survived++
			}
			row = append(row, fate(o))
		}
		t.AppendRow(append(row, across(survived, runs)))
	}
	putTable(b, t, fmt.Sprintf("%s · seed %d · one run per cell: no interval can be given",
		c.Scenario.Name, c.Seed), f)
}

// fate says how a run went: "no ban, 2 sessions lost, ok 99.7 % of 1,234".
func fate(o *measure.Outcome) string {
	bans, n := "no ban", ended(o)
	if o.Bans.Count > 0 {
		bans = unit.Counted(o.Bans.Count, "ban")
	}
	if o.Sessions != nil && o.Sessions.Lost > 0 {
		bans += ", " + unit.Counted(o.Sessions.Lost, "session") + " lost"
	}
	if n == 0 {
		return bans + ", no action ended"
	}
	return fmt.Sprintf("%s, ok %s of %s", bans, unit.Share(o.Actions.Succeeded, n), unit.Count(n))
}

func across(survived, runs int) string {
	switch {
	case runs == 0:
		return unit.None
	case survived == runs:
		return "survives"
	case survived == 0:
		return "does not survive"
	}
	return "CHANGES"
}

// Readings lists the readings of all verdicts in order of their first appearance.
func (c *Chapter) Readings() []string {
	var names []string
	for _, k := range c.Contestants {
		for _, v := range k.Verdicts {
			if !slices.Contains(names, v.Reading) {
				names = append(names, v.Reading)
			}
		}
	}
	return names
}

// verdict is the run under a reading; nil where there was none.
func (k *Contestant) verdict(reading string) *measure.Outcome {
	for _, o := range k.Verdicts {
		if o.Reading == reading {
			return o
		}
	}
	return nil
}
