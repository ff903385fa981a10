package command

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A drivenFigure is a number that a driven run and a simulated one both have.
type drivenFigure struct {
	name      string
	journal   bool // only the carrier knows it
	of        func(*measure.Summary) float64
	tolerance func(a allowance, median float64) float64
	show      func(float64) string
}

// drivenFigures are set side by side, in this order. What did not happen is later than anything,
// and longer.
var drivenFigures = []drivenFigure{
	{
		name: "actions", show: showCount, tolerance: ofPace,
		of: func(s *measure.Summary) float64 { return float64(s.Actions.Started) },
	},
	{
		name: "succeeded", show: showShare,
		tolerance: func(a allowance, median float64) float64 { return (1 - median) * a.flight },
		of: func(s *measure.Summary) float64 {
			ended := s.Actions.Succeeded + s.Actions.Failed
			return float64(s.Actions.Succeeded) / float64(max(1, ended))
		},
	},
	{
		name: "token requests", show: showCount, tolerance: ofFlight,
		of: func(s *measure.Summary) float64 { return float64(s.Token.Requests) },
	},
	{
		name: "API 401s", show: showCount, tolerance: ofFlight,
		of: func(s *measure.Summary) float64 { return float64(s.API.Status.Unauthorized) },
	},
	{
		name: "bans", journal: true, show: showCount, tolerance: none,
		of: func(s *measure.Summary) float64 { return float64(s.Bans.Count) },
	},
	{
		name: "first ban", journal: true, show: showMilliseconds, tolerance: ofWorst,
		of: func(s *measure.Summary) float64 {
			if s.Bans.First == nil {
				return math.Inf(1)
			}
			return *s.Bans.First
		},
	},
	{
		name: "fullest 5 s", show: showCount, tolerance: ofFlight,
		of: func(s *measure.Summary) float64 { return float64(s.Headroom.BurstPeak) },
	},
	{
		name: "fullest 120 s", show: showCount, tolerance: ofFlight,
		of: func(s *measure.Summary) float64 { return float64(s.Headroom.AveragePeak) },
	},
	{
		name: "p50", show: showMilliseconds,
		tolerance: func(a allowance, _ float64) float64 { return milliseconds(a.median) },
		of: func(s *measure.Summary) float64 {
			return quantileOr(&s.Latency, s.Latency.P50)
		},
	},
	{
		name: "p99", show: showMilliseconds, tolerance: ofWorst,
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

func showCount(v float64) string {
	digits := 0
	if v != math.Trunc(v) {
		digits = 1
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

func showShare(v float64) string { return fmt.Sprintf("%.2f %%", 100*v) }

func showMilliseconds(v float64) string {
	if math.IsInf(v, 0) {
		return "never"
	}
	if v > float64(time.Minute/time.Millisecond) {
		return fromMilliseconds(v).Round(time.Second).String()
	}
	return brief(v)
}
