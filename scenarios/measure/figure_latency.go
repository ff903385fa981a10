package measure

import (
	"math"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register(
		Figure{Name: "p50", order: 12, Unit: "ms", About: "median latency of successes",
			In: "latency", Of: ofSuccesses(50)},
		Figure{Name: "p99", order: 13, Unit: "ms",
			About: "99th percentile of the latency of successes", In: "latency", Of: ofSuccesses(99)},
		Figure{Name: "failed_p50", order: 14, Unit: "ms", About: "median latency of failures",
			In: "failed_latency", Of: func(o *Outcome) float64 {
				return percentile(o.FailedLatencies, 50, o.SlowestFailed)
			}},
	)
	registerQuantiles("latency", "successes", 151, func(o *Outcome) *Quantiles { return &o.Latency })
	registerQuantiles("failed_latency", "failures", 161,
		func(o *Outcome) *Quantiles { return &o.FailedLatency })
}

// registerQuantiles registers the quantiles of one run, to three significant digits.
func registerQuantiles(metric, of string, order int, in func(o *Outcome) *Quantiles) {
	for i, q := range []struct {
		key, json, about string
		of               func(q *Quantiles) float64
	}{
		{"p(50)", "p50", "median latency of " + of, func(q *Quantiles) float64 { return q.P50 }},
		{"p(90)", "p90", "90th percentile of the latency of " + of,
			func(q *Quantiles) float64 { return q.P90 }},
		{"p(99)", "p99", "99th percentile of the latency of " + of,
			func(q *Quantiles) float64 { return q.P99 }},
		{"p(99.9)", "p999", "99.9th percentile of the latency of " + of,
			func(q *Quantiles) float64 { return q.P999 }},
		{"max", "max", "the slowest of the " + of, func(q *Quantiles) float64 { return q.Max }},
	} {
		f := Figure{Metric: metric, Key: q.key, order: order + i, Unit: "ms", About: q.about,
			In: metric + "_ms." + q.json, Of: func(o *Outcome) float64 {
				if in(o).N == 0 {
					return math.NaN()
				}
				return q.of(in(o))
			}}
		if column, ok := latencyColumns[f.Condition()]; ok {
			f.Head, f.Place = column.head, column.place
			f.Cell = func(o *Outcome) string {
				if !in(o).Tells(column.percent) {
					return unit.None
				}
				return unit.Latency(f.Of(o))
			}
		}
		register(f)
	}
	register(Figure{Metric: metric, Key: "n", order: order + 5, In: metric + "_ms.n",
		About: of + " whose latency is known",
		Of:    count(func(o *Outcome) int { return int(in(o).N) })})
}

// latencyColumns are the quantiles that have a column in the table of compare.
var latencyColumns = map[string]struct {
	head    string
	place   int
	percent float64
}{
	"latency.p(99)":        {"p99", 7, 99},
	"latency.p(50)":        {"p50", 9, 50},
	"failed_latency.p(50)": {"failed\np50", 11, 50},
}

func ofSuccesses(percent float64) func(o *Outcome) float64 {
	return func(o *Outcome) float64 { return percentile(o.Latencies, percent, o.Slowest) }
}

func percentile(h Histogram, percent float64, slowest time.Duration) float64 {
	d, ok := h.Percentile(percent)
	if !ok {
		return math.NaN()
	}
	return Milliseconds(min(d, slowest))
}
