package reports

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/tokenstorm/tokenstorm/internal/schema"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/drive"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Driven is one strategy's run for real, and the simulation beside it.
type Driven struct {
	Strategy string
	Result   *drive.Result
	Against  *drive.Comparison // nil: not asked for
}

// A Drive is what came of strategies that were driven at one target, one after the other.
type Drive struct {
	Scenario *scenarios.Scenario
	Reading  string
	Seed     uint64
	Target   string
	Scale    float64
	All      []Driven
}

// Table prints the figures of all, and what they are worth.
func (d *Drive) Table(b *bytes.Buffer, format Format) {
	chapter := Chapter{Scenario: d.Scenario, Reading: d.Reading, Seed: d.Seed}
	for _, one := range d.All {
		chapter.Contestants = append(chapter.Contestants,
			Contestant{Strategy: one.Strategy, Tally: one.Result.Tally})
	}
	fmt.Fprintf(b, "driven for real at %v, time scale %v\n", d.Target, d.Scale)
	Table(b, &chapter, format)
	for _, one := range d.All {
		var remarks strings.Builder
		one.remarks(&remarks)
		fmt.Fprintf(b, "\n%s", Fold(remarks.String(), format.Width))
		if one.Against != nil {
			fmt.Fprintln(b)
			one.comparison(b, format)
		}
	}
}

// remarks says what a driven run's figures are worth.
func (one *Driven) remarks(w io.Writer) {
	remark := func(format string, args ...any) {
		fmt.Fprintf(w, "%s: %s\n", one.Strategy, fmt.Sprintf(format, args...))
	}
	r := one.Result
	remark("timers were late by %v in the median, %v in the worst of a hundred, %v at most "+
		"(virtual time)", brief(r.LateP50), brief(r.LateP99), brief(r.LateMax))
	if len(r.Unknown) > 0 {
		remark("not known, for the target has no admin API: %s", strings.Join(r.Unknown, ", "))
	}
	if r.Cut > 0 {
		remark("interrupted at %v", r.Cut.Round(time.Second))
	}
	if r.Unheard > 0 {
		remark("%d requests were not answered by the target, the first: %v", r.Unheard, r.First)
	}
	if r.Missed > 0 || r.Unpaired > 0 {
		remark("%d journal entries were dropped before they were read, %d requests and entries were "+
			"not found on the other side", r.Missed, r.Unpaired)
	}
}

// comparison prints the figures, driven and simulated, side by side.
func (one *Driven) comparison(b *bytes.Buffer, f Format) {
	fmt.Fprintf(b, "%s, driven and simulated (%d runs)\n\n", one.Strategy, one.Against.Runs)
	t := newTable(text.AlignDefault, "figure", "driven", "simulated", "from", "to", "timers",
		"verdict")
	t.leaveOut(5, 3, 4)
	for _, c := range one.Against.Figures {
		show := func(v float64) string { return driven(&c.Figure, v) }
		timers := "-"
		if c.Tolerance > 0 {
			timers = "± " + show(c.Tolerance)
		}
		t.AppendRow(table.Row{c.Name, show(float64(c.Driven)), show(float64(c.Median)),
			show(c.Range.Low), show(c.Range.High), timers, c.Verdict})
	}
	putRows(b, t, f.Width)
	fmt.Fprintf(b, "\n%s: %s\n", one.Strategy, one.Against.Verdict)
}

// driven prints a value of a figure: a share, a count or a length of time.
func driven(f *measure.Figure, v float64) string {
	switch {
	case f.Share:
		return fmt.Sprintf("%.2f %%", 100*v)
	case f.Unit == "":
		digits := 0
		if v != math.Trunc(v) {
			digits = 1
		}
		return strconv.FormatFloat(v, 'f', digits, 64)
	case math.IsInf(v, 0):
		return "never"
	case fromMilliseconds(v) > time.Minute:
		return fromMilliseconds(v).Round(time.Second).String()
	}
	return brief(fromMilliseconds(v))
}

// Differing are the figures that differ from the simulated ones, each with its strategy.
func (d *Drive) Differing() []string {
	var words []string
	for _, one := range d.All {
		if one.Against == nil {
			continue
		}
		for _, c := range one.Against.Figures {
			if c.Verdict == drive.Differs {
				words = append(words, fmt.Sprintf("%s with %s", c.Name, one.Strategy))
			}
		}
	}
	return words
}

// drivenRuns are what drive prints.
type drivenRuns struct {
	Runs []drivenRun `json:"runs"` // of each strategy one, in the order in which they were driven
}

// A drivenRun is a run for real: the keys of a simulated run, and what is beside them.
type drivenRun struct {
	*measure.Outcome
	Target    string            `json:"target"`
	TimeScale float64           `json:"time_scale"`
	Unknown   []string          `json:"unknown"`     // keys whose figures nobody knows
	Cut       unit.Milliseconds `json:"cut_ms"`      // where it was interrupted; 0: it was not
	LateP50   unit.Milliseconds `json:"late_p50_ms"` // of timers, in virtual time
	LateP99   unit.Milliseconds `json:"late_p99_ms"`
	LateMax   unit.Milliseconds `json:"late_max_ms"`
	Unheard   int               `json:"unanswered"`
	Missed    uint64            `json:"journal_missed"`
	Unpaired  int               `json:"unpaired"`
	Against   *drive.Comparison `json:"against_sim,omitempty"`
}

var driveFormat = schema.Object[drivenRuns]("drive", 2,
	"What came of strategies that were driven for real.", "drive")

// JSON writes the figures of each, below "runs" of one object.
func (d *Drive) JSON(w io.Writer) error {
	shown := []drivenRun{}
	for _, one := range d.All {
		r := one.Result
		shown = append(shown, drivenRun{
			Outcome: &r.Tally.Outcome, Target: d.Target, TimeScale: d.Scale,
			Unknown: append([]string{}, r.Unknown...), Cut: unit.Milliseconds(r.Cut),
			LateP50: unit.Milliseconds(r.LateP50), LateP99: unit.Milliseconds(r.LateP99),
			LateMax: unit.Milliseconds(r.LateMax),
			Unheard: r.Unheard, Missed: r.Missed, Unpaired: r.Unpaired, Against: one.Against,
		})
	}
	return driveFormat.Write(w, drivenRuns{shown})
}
