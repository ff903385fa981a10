package drive

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// simulatedRuns keeps the chance that any figure differs by chance alone at 5 %. Of N+1 runs that
// are alike each is as likely as any other to be the least, or the greatest: so one of them lies
// outside the range of the other N with a probability of at most 2/(N+1).
func simulatedRuns(figures int) int {
	return int(math.Ceil(2*float64(figures)/(1-study.Confidence))) - 1
}

// An Agreement is the verdict on a driven figure beside simulated ones.
type Agreement string

// The agreements.
const (
	Agrees       Agreement = "AGREE"
	Differs      Agreement = "DIFFER"
	Inconclusive Agreement = "INCONCLUSIVE"
)

// A Comparison says how far a driven run agrees with simulated ones.
type Comparison struct {
	Runs    int                `json:"simulated_runs"`
	Figures []FigureComparison `json:"figures"`
	Verdict Agreement          `json:"verdict"`
}

// A FigureComparison is one figure, driven and simulated. It is infinite if it never happened, and
// then null in JSON.
type FigureComparison struct {
	Name      string         `json:"name"`
	Driven    Value          `json:"driven"`
	Median    Value          `json:"simulated_median"`
	Range     study.Interval `json:"simulated_range"`
	Tolerance float64        `json:"tolerance"` // the difference that late timers can explain
	Verdict   Agreement      `json:"verdict"`

	Figure measure.Figure `json:"-"`
}

// A Value is infinite if it never happened.
type Value float64

// JSONShape is as what MarshalJSON writes.
func (p Value) JSONShape() any { return (*float64)(nil) }

// MarshalJSON writes null for an infinite value.
func (p Value) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(p), 0) {
		return []byte("null"), nil
	}
	return fmt.Appendf(nil, "%v", float64(p)), nil
}

// Compare simulates the run with many seeds and sets the figures side by side. It calls each to
// carry out the n runs.
func Compare(
	run world.Run, real *Result, each func(n int, do func(i int) error) error,
) (*Comparison, error) {
	figures := figuresOf(run.Scenario)
	runs := simulatedRuns(len(figures))
	simulated := make([][]float64, len(figures)) // by figure, then by run
	for f := range simulated {
		simulated[f] = make([]float64, runs)
	}
	err := each(runs, func(i int) error {
		one := run
		one.Seed = run.Seed + uint64(i)
		tally, err := one.Do()
		if err != nil {
			return err
		}
		for f := range figures {
			simulated[f][i] = figures[f].of(tally)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	medians := make([]float64, len(figures))
	for f, values := range simulated {
		slices.Sort(values) // some may be infinite
		medians[f] = values[(len(values)-1)/2]
	}
	a := &Comparison{Runs: runs, Verdict: Agrees}
	late := newAllowance(run.Scenario, real, medians)
	for f, figure := range figures {
		c := FigureComparison{
			Name: figure.name, Driven: Value(figure.of(real.Tally)), Median: Value(medians[f]),
			Range:     study.Interval{Low: simulated[f][0], High: simulated[f][runs-1]},
			Tolerance: figure.tolerance(late, medians[f]), Figure: figure.Figure,
		}
		c.Verdict = c.judge(known(figure, real))
		a.Figures = append(a.Figures, c)
		a.Verdict = worse(a.Verdict, c.Verdict)
	}
	return a, nil
}

// known reports whether the run has measured the figure.
func known(f drivenFigure, r *Result) bool {
	whole := r.Unheard == 0 && r.Missed == 0
	return whole && (!f.journal || len(r.Unknown) == 0)
}

// judge compares. A figure differs if it lies outside the simulated range by more than late timers
// can explain. If they can explain as much as the figure itself, a figure outside the range, or one
// that never happened, proves nothing.
func (c *FigureComparison) judge(known bool) Agreement {
	v := float64(c.Driven)
	blurred := c.Tolerance > 0 && c.Tolerance >= float64(c.Median)
	near := v >= c.Range.Low-c.Tolerance && v <= c.Range.High+c.Tolerance
	switch {
	case !known:
		return Inconclusive
	case c.Range.Contains(v):
		return Agrees
	case blurred && (near || math.IsInf(v, 0)):
		return Inconclusive
	case near:
		return Agrees
	}
	return Differs
}

// worse returns the worse of two verdicts.
func worse(a, b Agreement) Agreement {
	order := []Agreement{Agrees, Inconclusive, Differs}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// An allowance is how large a difference late timers and a slow machine can explain.
type allowance struct {
	median time.Duration // how much longer an action takes in the median
	worst  time.Duration // how much longer an action takes in the worst of a hundred
	flight float64       // how much more is in flight, as a share: each call takes longer
	pace   float64       // how many fewer actions closed users begin, as a share
}

// quantileStep is the share by which two latencies may differ that a run rounds to the same: its
// histograms keep three digits.
const quantileStep = 1e-3

// newAllowance derives from the measured lateness how far the figures may differ.
//
//   - median: the median of a sum of two times is at most the sum of their upper quartiles, for at
//     most half of the actions exceed either.
//   - worst: an action may wait for the renewal of another, whose timers are as late again.
//   - flight: what is in flight grows as calls take longer, and so does every queue behind it.
//   - pace: closed users begin fewer actions, as their actions take longer by that share and their
//     clicks are late (Little's law).
func newAllowance(s *scenarios.Scenario, r *Result, medians []float64) allowance {
	a := allowance{median: r.OverheadP75, worst: 2 * r.ActionLateP99}
	if p50 := medians[figureIndex("p50")]; p50 > 0 && !math.IsInf(p50, 0) {
		a.median += fromMilliseconds(p50 * quantileStep)
		a.flight = float64(a.median) / float64(fromMilliseconds(p50))
	}
	actions := medians[figureIndex("actions")]
	for i, load := range s.Workload {
		if _, waiting := load.Shape.(workload.Waiting); waiting && actions > 0 {
			cycle := float64(s.Callers()[i].Count) * float64(s.Length) / actions
			a.pace = (a.flight*meanAction(r.Tally) + float64(r.LateP50)) / cycle
		}
	}
	return a
}

// meanAction is how long an action took on average, successful or not, in nanoseconds.
func meanAction(t *measure.Tally) float64 {
	n, sum := int64(0), 0.
	for _, b := range measure.Sum(t.Latencies, t.FailedLatencies).Bars() {
		n += b.Count
		sum += float64(b.Count) * float64(b.Low+b.High) / 2
	}
	return sum / float64(max(1, n))
}

// A drivenFigure is a figure that a driven run and a simulated one both have.
type drivenFigure struct {
	name string
	measure.Figure
	journal   bool // only the carrier knows it
	tolerance func(a allowance, median float64) float64
}

// drivenFigures are set side by side, in this order.
var drivenFigures = []drivenFigure{
	{"actions", figureAt("actions.started"), false, ofPace},
	{"succeeded", figureAt("actions.rate"), false, ofFailures},
	{"token requests", figureAt("token.requests"), false, ofFlight},
	{"API 401s", figureAt("api.status(401)"), false, ofFlight},
	{"bans", figureAt("bans.count"), true, none},
	{"first ban", figureAt("bans.first"), true, ofWorst},
	{"fullest burst", figureAt("headroom.burst_hits"), false, ofFlight},
	{"fullest average", figureAt("headroom.average_hits"), false, ofFlight},
	{"p50", figureAt("latency.p(50)"), false, ofMedian},
	{"p99", figureAt("latency.p(99)"), false, ofWorst},
}

// lostSessions stands beside them where a run has sessions.
var lostSessions = drivenFigure{"sessions lost", figureAt("sessions.lost"), true, none}

// figuresOf are the figures of a scenario's runs.
func figuresOf(s *scenarios.Scenario) []drivenFigure {
	if s.Carrier.Grant == terms.GrantRefresh {
		return append(slices.Clone(drivenFigures), lostSessions)
	}
	return drivenFigures
}

// figureAt returns the figure that thresholds call so.
func figureAt(condition string) measure.Figure {
	f, ok := measure.FigureAt(condition)
	if !ok {
		panic("no figure " + condition) // names are ours
	}
	return f
}

// of is the figure of a run. What did not happen is later than anything, and longer.
func (d *drivenFigure) of(t *measure.Tally) float64 {
	if math.IsNaN(d.Of(&t.Outcome)) && d.Unit != "" {
		return math.Inf(1)
	}
	return d.Compared(&t.Outcome)
}

func figureIndex(name string) int {
	return slices.IndexFunc(drivenFigures, func(f drivenFigure) bool { return f.name == name })
}

func none(allowance, float64) float64 { return 0 }

func ofFailures(a allowance, median float64) float64 { return (1 - median) * a.flight }

func ofMedian(a allowance, _ float64) float64 { return measure.Milliseconds(a.median) }

func ofFlight(a allowance, median float64) float64 { return median * a.flight }

func ofPace(a allowance, median float64) float64 { return median * a.pace }

func ofWorst(a allowance, _ float64) float64 { return measure.Milliseconds(a.worst) }

func fromMilliseconds(ms float64) time.Duration { return time.Duration(ms * 1e6) }
