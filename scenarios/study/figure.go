package study

import (
	"fmt"
	"math"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Figure is a number that every run has, or may have. Less is better unless More says so.
type Figure struct {
	Name  string
	Unit  string // empty: a count, or a share
	About string
	More  bool
	YesNo bool                     // 0 or 1: its mean is a probability
	Share bool                     // of a whole: 0 to 1
	Of    func(o *Outcome) float64 // NaN: this run has none
}

// Figures are all of them, in the order in which they are told.
var Figures = []Figure{
	{Name: "banned", About: "whether the run was banned at all", YesNo: true,
		Of: func(o *Outcome) float64 { return yes(o.Bans > 0) }},
	{Name: "bans", About: "bans", Of: func(o *Outcome) float64 { return float64(o.Bans) }},
	{Name: "banned_minutes", Unit: "min", About: "time during which a public IP was banned",
		Of: func(o *Outcome) float64 { return o.Banned.Minutes() }},
	{Name: "extensions", About: "extensions of bans",
		Of: func(o *Outcome) float64 { return float64(o.Extensions) }},
	{Name: "killed", About: "API calls answered 401 because another renewal killed the token",
		Of: func(o *Outcome) float64 { return float64(o.Killed) }},
	{Name: "expired", About: "API calls answered 401 because the token had expired",
		Of: func(o *Outcome) float64 { return float64(o.Expired) }},
	{Name: "token_requests", About: "token requests that reached the carrier",
		Of: func(o *Outcome) float64 { return float64(o.TokenRequests) }},
	{Name: "issued", About: "tokens issued",
		Of: func(o *Outcome) float64 { return float64(o.Issued) }},
	{Name: "success", About: "share of the ended actions that succeeded", More: true, Share: true,
		Of: func(o *Outcome) float64 { return share(o.Succeeded, o.Succeeded+o.Failed) }},
	{Name: "burst", About: "fullest 5 s as a share of the threshold",
		Of: func(o *Outcome) float64 { return share(o.Burst, o.BurstLimit) }},
	{Name: "average", About: "fullest 120 s as a share of the threshold",
		Of: func(o *Outcome) float64 { return share(o.Average, o.AverageLimit) }},
	{Name: "p50", Unit: "ms", About: "median latency of successes", Of: latency(50)},
	{Name: "p99", Unit: "ms", About: "99th percentile of the latency of successes", Of: latency(99)},
	{Name: "failed_p50", Unit: "ms", About: "median latency of failures",
		Of: func(o *Outcome) float64 { return percentile(o.FailedLatency, 50, o.SlowestFailed) }},
	{Name: "recovery", Unit: "s", About: "time from the trigger's end until goodput was back",
		Of: func(o *Outcome) float64 {
			if !o.Recovery.Recovered {
				return math.NaN()
			}
			return o.Recovery.Took.Seconds()
		}},
	{Name: "bans_after", About: "bans that fell when the trigger was gone",
		Of: func(o *Outcome) float64 {
			if !o.Recovery.Triggered {
				return math.NaN()
			}
			return float64(o.Recovery.BansAfter)
		}},
	{Name: "metastable", About: "whether the trigger was gone and goodput did not come back",
		YesNo: true, Of: func(o *Outcome) float64 { return yes(o.Recovery.Metastable) }},
	{Name: "unmet", About: "expectations of the scenario that the run did not meet",
		Of: func(o *Outcome) float64 { return float64(len(o.Unmet)) }},
}

// Interval is that of a mean of the figure, within what the figure can be.
func (f *Figure) Interval(m Mean) Interval {
	i := m.Interval()
	return Interval{max(0, i.Low), min(f.most(), i.High)}
}

// IntervalOf is that of a difference of the figure, within what it can be.
func (f *Figure) IntervalOf(d Difference) Interval {
	i := d.Interval()
	return Interval{max(-f.most(), i.Low), min(f.most(), i.High)}
}

// most is the largest that the figure can be.
func (f *Figure) most() float64 {
	if f.YesNo || f.Share {
		return 1
	}
	return math.Inf(1)
}

// FigureNamed returns the figure of that name; the error offers the nearest.
func FigureNamed(name string) (Figure, error) {
	names := make([]string, len(Figures))
	for i, f := range Figures {
		if names[i] = f.Name; f.Name == name {
			return f, nil
		}
	}
	return Figure{}, fmt.Errorf("no figure %q; %s", name, strategies.DidYouMean(name, names))
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// share is NaN of none.
func share(n, of int) float64 { return float64(n) / float64(of) }

func latency(percent float64) func(*Outcome) float64 {
	return func(o *Outcome) float64 { return percentile(o.Latency, percent, o.Slowest) }
}

func percentile(h Histogram, percent float64, slowest time.Duration) float64 {
	d, ok := h.Percentile(percent)
	if !ok {
		return math.NaN()
	}
	return float64(min(d, slowest)) / float64(time.Millisecond)
}
