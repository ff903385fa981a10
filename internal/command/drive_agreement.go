package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/drive"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// Of N runs that are alike, and one more like them, the one more lies outside the range of the N
// with a probability of at most 2/(N+1): each is as likely as any other to be the least, or the
// greatest. So many runs keep the chance that any of the figures differs by chance alone at 5 %.
var simulatedRuns = int(math.Ceil(2*float64(len(drivenFigures))/(1-study.Confidence))) - 1

// An accord is what comes of setting a driven figure beside simulated ones.
type accord string

// The accords.
const (
	agrees       accord = "AGREE"
	differs      accord = "DIFFER"
	inconclusive accord = "INCONCLUSIVE"
)

// An agreement tells how far what was driven is what is simulated.
type agreement struct {
	Runs    int          `json:"simulated_runs"`
	Figures []comparison `json:"figures"`
	Verdict accord       `json:"verdict"`
}

// A comparison is one figure, driven and simulated. What never happened is infinite, which JSON
// shows as null.
type comparison struct {
	Name      string         `json:"name"`
	Driven    possible       `json:"driven"`
	Median    possible       `json:"simulated_median"`
	Range     study.Interval `json:"simulated_range"`
	Tolerance float64        `json:"tolerance"` // what timers account for
	Verdict   accord         `json:"verdict"`

	show func(float64) string
}

// A possible figure may be infinite.
type possible float64

// MarshalJSON writes null for what is infinite.
func (p possible) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(p), 0) {
		return []byte("null"), nil
	}
	return fmt.Appendf(nil, "%v", float64(p)), nil
}

// agree simulates the run with many seeds and sets the figures side by side.
func agree(
	ctx context.Context, run world.Run, real *drive.Result,
) (*agreement, error) {
	cells := parallel(ctx, simulatedRuns, newProgress("simulating", simulatedRuns),
		func(i int) ([]float64, error) {
			one := run
			one.Seed = run.Seed + uint64(i)
			tally, err := one.Do()
			if err != nil {
				return nil, err
			}
			return figuresOf(&tally.Summary), nil
		})
	if err := cellsError(cells); err != nil {
		return nil, err
	}
	a := &agreement{Runs: simulatedRuns, Verdict: agrees}
	driven := figuresOf(&real.Tally.Summary)
	medians := make([]float64, len(drivenFigures))
	ranges := make([]study.Interval, len(drivenFigures))
	for f := range drivenFigures {
		values := make([]float64, len(cells))
		for i := range cells {
			values[i] = cells[i].value[f]
		}
		medians[f], ranges[f] = spread(values)
	}
	late := newAllowance(run.Scenario, real, medians)
	for f, figure := range drivenFigures {
		c := comparison{
			Name: figure.name, Driven: possible(driven[f]), Median: possible(medians[f]),
			Range: ranges[f], Tolerance: figure.tolerance(late, medians[f]), show: figure.show,
		}
		c.Verdict = c.judge(known(figure, real))
		a.Figures = append(a.Figures, c)
		a.Verdict = worse(a.Verdict, c.Verdict)
	}
	return a, nil
}

// spread is the median and the range of values, among which may be infinite ones.
func spread(values []float64) (median float64, all study.Interval) {
	sorted := append([]float64{}, values...)
	sortFloats(sorted)
	return sorted[(len(sorted)-1)/2], study.Interval{Low: sorted[0], High: sorted[len(sorted)-1]}
}

// known reports whether the run can tell the figure.
func known(f drivenFigure, r *drive.Result) bool {
	whole := r.Unheard == 0 && r.Missed == 0
	return whole && (!f.journal || len(r.Unknown) == 0)
}

// judge compares: a figure differs outside of the simulated range and of what the timers account
// for. Where they account for as much as the figure itself, to be beside the range, or never to
// happen, says nothing.
func (c *comparison) judge(known bool) accord {
	v := float64(c.Driven)
	blurred := c.Tolerance > 0 && c.Tolerance >= float64(c.Median)
	near := v >= c.Range.Low-c.Tolerance && v <= c.Range.High+c.Tolerance
	switch {
	case !known:
		return inconclusive
	case c.Range.Contains(v):
		return agrees
	case blurred && (near || math.IsInf(v, 0)):
		return inconclusive
	case near:
		return agrees
	}
	return differs
}

// worse is the verdict of both.
func worse(a, b accord) accord {
	for _, j := range []accord{differs, inconclusive} {
		if a == j || b == j {
			return j
		}
	}
	return agrees
}

// tell writes the figures side by side.
func (a *agreement) tell(b *bytes.Buffer, strategy string) {
	fmt.Fprintf(b, "%s, driven and simulated (%d runs)\n\n", strategy, a.Runs)
	t := newTable("figure", "driven", "simulated", "from", "to", "timers", "verdict")
	for _, c := range a.Figures {
		timers := "-"
		if c.Tolerance > 0 {
			timers = "± " + c.show(c.Tolerance)
		}
		t.AppendRow(table.Row{c.Name, c.show(float64(c.Driven)), c.show(float64(c.Median)),
			c.show(c.Range.Low), c.show(c.Range.High), timers, c.Verdict})
	}
	putTable(b, t)
	fmt.Fprintf(b, "\n%s: %s\n", strategy, a.Verdict)
}

// disagreement is the error that differing figures are; nil where none does.
func disagreement(all []driven) error {
	var words []string
	for _, one := range all {
		if one.against == nil {
			continue
		}
		for _, c := range one.against.Figures {
			if c.Verdict == differs {
				words = append(words, fmt.Sprintf("%s with %s", c.Name, one.strategy))
			}
		}
	}
	if len(words) == 0 {
		return nil
	}
	return &exit{exitUnmet, errors.New("driven and simulated differ in " + strings.Join(words, ", "))}
}

// An allowance is what timers that are late, and a machine that takes its time, account for.
type allowance struct {
	median time.Duration // of what an action takes, in the median
	worst  time.Duration // of what an action takes, in the worst of a hundred
	flight float64       // by how much more there is in flight, as a share: each call takes longer
	pace   float64       // by how much fewer actions closed users make, as a share
}

// quantileStep is by how much, as a share, two latencies differ that a Summary tells alike: its
// histograms keep three digits.
const quantileStep = 1e-3

// newAllowance derives what the measured lateness does to the figures, given the simulated medians.
// The median of what actions take, with what this machine adds, is at most the sum of both upper
// quartiles: no more than half of them exceed either. In the worst case an action waits for the
// renewal of another, whose timers are as late again. What is in flight grows with what a call
// takes, and so does all that waits in a queue for it; closed users, whose actions take longer by
// that share, and whose clicks are late, go round more slowly (Little's law).
func newAllowance(s *scenarios.Scenario, r *drive.Result, medians []float64) allowance {
	a := allowance{median: r.OverheadP75, worst: 2 * r.ActionLateP99}
	if p50 := medians[figureIndex("p50")]; p50 > 0 && !math.IsInf(p50, 0) {
		a.median += fromMilliseconds(p50 * quantileStep)
		a.flight = float64(a.median) / float64(fromMilliseconds(p50))
	}
	actions := medians[figureIndex("actions")]
	for i := range s.Workload {
		if s.Workload[i].Closed != nil && actions > 0 {
			cycle := float64(s.Fleet.Users) * float64(s.Length) / actions
			a.pace = (a.flight*meanAction(r.Tally) + float64(r.LateP50)) / cycle
		}
	}
	return a
}

// meanAction is what an action took on average, well or not, in nanoseconds.
func meanAction(t *measure.Tally) float64 {
	good, bad := float64(t.Succeeded.TotalCount()), float64(t.Failed.TotalCount())
	sum := good*t.Succeeded.Mean() + bad*t.Failed.Mean() // microseconds
	return sum / max(1, good+bad) * float64(time.Microsecond)
}
