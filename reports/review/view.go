package review

import (
	"cmp"
	"fmt"
	"math"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A view is the finished study of one scene, under one reading.
type view struct {
	*stage
	reading string
}

// at is the view of a scene under akamai.
func (p *Plan) at(s scene) view {
	t := p.find(s)
	if t == nil {
		panic("review: no question asked for " + s.name())
	}
	return view{t, akamai}
}

// under is the view of the same scene under another reading.
func (v view) under(reading string) view { return view{v.stage, reading} }

func (v view) contestant(strategy string) study.Contestant {
	return study.Contestant{Scenario: v.scenario.Name, Reading: v.reading, Strategy: strategy}
}

// verdict judges whether the strategy is never banned.
func (v view) verdict(strategy string) study.Verdict {
	return v.study.Rule(v.contestant(strategy), study.NoBan, study.Required).Verdict
}

// recoverVerdict judges whether the strategy recovers.
func (v view) recoverVerdict(strategy string) study.Verdict {
	return v.study.Rule(v.contestant(strategy), study.Recovers, study.Required).Verdict
}

// bans is how many runs had a ban.
func (v view) bans(strategy string) study.Proportion {
	p := v.study.Proportion(v.contestant(strategy), study.NoBan)
	p.Hits = p.N - p.Hits
	return p
}

// escapes is how many of the runs whose trouble was over got well again.
func (v view) escapes(strategy string) study.Proportion {
	return v.study.Proportion(v.contestant(strategy), study.Recovers)
}

// banned is bans as a claim.
func (v view) banned(strategy string) claim { return v.runs(strategy, banned, v.bans(strategy)) }

// recovers is escapes as a claim.
func (v view) recovers(strategy string) claim {
	return v.runs(strategy, measure.Figure{Name: "recovers"}, v.escapes(strategy))
}

// mean is the mean of a figure over the runs.
func (v view) mean(strategy string, f measure.Figure) claim {
	m := v.study.Mean(v.contestant(strategy), f)
	return v.spread(strategy, f, m.Mean, m.Within(&f), m.N)
}

// middle is the median of a figure over the runs that have one.
func (v view) middle(strategy string, f measure.Figure) claim {
	q := v.study.Quantile(v.contestant(strategy), f, .5)
	c := v.spread(strategy, f, q.Value, q.Interval, q.N)
	c.measures[0].Name += "_median"
	return c
}

// against is how much a figure differs from another strategy's, seed by seed.
func (v view) against(baseline, strategy string, f measure.Figure) claim {
	d := v.study.Against(baseline, v.contestant(strategy), f)
	c := v.spread(strategy, f, d.Mean.Mean, d.Within(&f), d.N)
	c.measures[0].Against = baseline
	if d.Mean.Mean > 0 {
		c.value = "+" + c.value
	}
	return c
}

// shown is from which probability on a difference counts: a review looks at some dozens of them
// (assumed).
const shown = 0.01

// direction is 1 where the figure is shown to be larger than the baseline's, -1 where it is shown
// to be smaller, and 0 where the seeds do not show which.
func (v view) direction(baseline, strategy string, f measure.Figure) int {
	d := v.study.Against(baseline, v.contestant(strategy), f)
	if d.P >= shown {
		return 0
	}
	return cmp.Compare(d.Mean.Mean, 0)
}

// measure is a figure that came to a value.
func (v view) measure(
	strategy string, f measure.Figure, value float64, i study.Interval, n int,
) []Measure {
	return []Measure{{
		Name: f.Name, Unit: f.Unit, Scenario: v.scenario.Name, Strategy: strategy,
		Reading:  v.reading,
		Estimate: Estimate{Value: number(value), Low: number(i.Low), High: number(i.High), N: n},
	}}
}

// runs is how many of the runs did something, and the interval of the probability.
func (v view) runs(strategy string, f measure.Figure, p study.Proportion) claim {
	return claim{
		value: fmt.Sprintf("%d of %d", p.Hits, p.N), of: " runs", detail: p.String(),
		measures: v.measure(strategy, f, p.Share(), p.Interval(study.Confidence), p.N),
	}
}

// spread is a value of a figure, its interval, and how many runs it is of.
func (v view) spread(
	strategy string, f measure.Figure, value float64, i study.Interval, n int,
) claim {
	c := claim{
		value: reports.Quantity(f, value), measures: v.measure(strategy, f, value, i, n),
	}
	low, high := reports.Bounds(f, value, i)
	switch {
	case n == 0:
		c.value, c.detail = "nothing to tell", fmt.Sprintf("n = 0 of %d", v.study.Plan.Seeds)
	case math.IsInf(i.Low, 0) || math.IsInf(i.High, 0):
		c.detail = fmt.Sprintf("no interval, n = %d", n)
	case i.Low == i.High:
		c.detail = fmt.Sprintf("the same in all, n = %d", n)
	case low == high:
		c.detail = fmt.Sprintf("to three digits the same in all, n = %d", n)
	default:
		c.bounds = low + " to " + high
		c.detail = fmt.Sprintf("%s, n = %d", c.bounds, n)
	}
	return c
}
