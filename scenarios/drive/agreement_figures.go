package drive

import (
	"math"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

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
