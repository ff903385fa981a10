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

// A drivenFigure is a number that a driven run and a simulated one both have.
type drivenFigure struct {
	name      string
	journal   bool // only the carrier knows it
	of        func(*measure.Summary) float64
	tolerance func(a allowance, median float64) float64
	unit      Unit
}

// drivenFigures are set side by side, in this order. What did not happen is later than anything,
// and longer.
var drivenFigures = []drivenFigure{
	{
		name: "actions", unit: Count, tolerance: ofPace,
		of: func(s *measure.Summary) float64 { return float64(s.Actions.Started) },
	},
	{
		name: "succeeded", unit: Share,
		tolerance: func(a allowance, median float64) float64 { return (1 - median) * a.flight },
		of: func(s *measure.Summary) float64 {
			ended := s.Actions.Succeeded + s.Actions.Failed
			return float64(s.Actions.Succeeded) / float64(max(1, ended))
		},
	},
	{
		name: "token requests", unit: Count, tolerance: ofFlight,
		of: func(s *measure.Summary) float64 { return float64(s.Token.Requests) },
	},
	{
		name: "API 401s", unit: Count, tolerance: ofFlight,
		of: func(s *measure.Summary) float64 { return float64(s.API.Status.Unauthorized) },
	},
	{
		name: "bans", journal: true, unit: Count, tolerance: none,
		of: func(s *measure.Summary) float64 { return float64(s.Bans.Count) },
	},
	{
		name: "first ban", journal: true, unit: Milliseconds, tolerance: ofWorst,
		of: func(s *measure.Summary) float64 {
			if s.Bans.First == nil {
				return math.Inf(1)
			}
			return *s.Bans.First
		},
	},
	{
		name: "fullest 5 s", unit: Count, tolerance: ofFlight,
		of: func(s *measure.Summary) float64 { return float64(s.Headroom.BurstPeak) },
	},
	{
		name: "fullest 120 s", unit: Count, tolerance: ofFlight,
		of: func(s *measure.Summary) float64 { return float64(s.Headroom.AveragePeak) },
	},
	{
		name: "p50", unit: Milliseconds,
		tolerance: func(a allowance, _ float64) float64 { return milliseconds(a.median) },
		of: func(s *measure.Summary) float64 {
			return quantileOr(&s.Latency, s.Latency.P50)
		},
	},
	{
		name: "p99", unit: Milliseconds, tolerance: ofWorst,
		of: func(s *measure.Summary) float64 {
			return quantileOr(&s.Latency, s.Latency.P99)
		},
	},
}

// figuresOf are the figures of a run, in order.
func figuresOf(s *measure.Summary) []float64 {
	values := make([]float64, len(drivenFigures))
	for i, f := range drivenFigures {
		values[i] = f.of(s)
	}
	return values
}

func figureIndex(name string) int {
	return slices.IndexFunc(drivenFigures, func(f drivenFigure) bool { return f.name == name })
}

// quantileOr is the quantile, or never.
func quantileOr(q *measure.Quantiles, v float64) float64 {
	if q.N == 0 {
		return math.Inf(1)
	}
	return v
}

func sortFloats(values []float64) { slices.SortFunc(values, cmp.Compare[float64]) }

func none(allowance, float64) float64 { return 0 }

func ofFlight(a allowance, median float64) float64 { return median * a.flight }

func ofPace(a allowance, median float64) float64 { return median * a.pace }

func ofWorst(a allowance, _ float64) float64 { return milliseconds(a.worst) }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func fromMilliseconds(ms float64) time.Duration { return time.Duration(ms * 1e6) }
