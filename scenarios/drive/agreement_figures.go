package drive

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Unit is what a figure is counted in.
type Unit uint8

// The units.
const (
	Count Unit = iota
	Share
	Milliseconds
)

// A drivenFigure is a figure that a driven run and a simulated one both have.
type drivenFigure struct {
	name      string
	condition string // what thresholds call it
	journal   bool   // only the carrier knows it
	tolerance func(a allowance, median float64) float64
	unit      Unit
}

// drivenFigures are set side by side, in this order.
var drivenFigures = []drivenFigure{
	{"actions", "actions.started", false, ofPace, Count},
	{"succeeded", "actions.rate", false, ofFailures, Share},
	{"token requests", "token.requests", false, ofFlight, Count},
	{"API 401s", "api.status(401)", false, ofFlight, Count},
	{"bans", "bans.count", true, none, Count},
	{"first ban", "bans.first", true, ofWorst, Milliseconds},
	{"fullest burst", "headroom.burst_hits", false, ofFlight, Count},
	{"fullest average", "headroom.average_hits", false, ofFlight, Count},
	{"p50", "latency.p(50)", false, ofMedian, Milliseconds},
	{"p99", "latency.p(99)", false, ofWorst, Milliseconds},
}

// of is the figure of a run. What did not happen is later than anything, and longer.
func (d *drivenFigure) of(o *measure.Outcome) float64 {
	f, ok := measure.FigureAt(d.condition)
	if !ok {
		panic("no figure " + d.condition) // names are ours
	}
	if v := f.Of(o); !math.IsNaN(v) || f.Unit == "" {
		return f.Compared(o)
	}
	return math.Inf(1)
}

// figuresOf are the figures of a run, in order.
func figuresOf(t *measure.Tally) []float64 {
	values := make([]float64, len(drivenFigures))
	for i, f := range drivenFigures {
		values[i] = f.of(&t.Outcome)
	}
	return values
}

func figureIndex(name string) int {
	return slices.IndexFunc(drivenFigures, func(f drivenFigure) bool { return f.name == name })
}

func sortFloats(values []float64) { slices.SortFunc(values, cmp.Compare[float64]) }

func none(allowance, float64) float64 { return 0 }

func ofFailures(a allowance, median float64) float64 { return (1 - median) * a.flight }

func ofMedian(a allowance, _ float64) float64 { return milliseconds(a.median) }

func ofFlight(a allowance, median float64) float64 { return median * a.flight }

func ofPace(a allowance, median float64) float64 { return median * a.pace }

func ofWorst(a allowance, _ float64) float64 { return milliseconds(a.worst) }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func fromMilliseconds(ms float64) time.Duration { return time.Duration(ms * 1e6) }
