package review

import (
	"cmp"
	"fmt"

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

// meets judges whether the strategy meets a criterion.
func (v view) meets(strategy string, by study.Criterion) study.Verdict {
	return v.study.Rule(v.contestant(strategy), by, study.Required).Verdict
}

// misses is how many runs do not meet it.
func (v view) misses(strategy string, by study.Criterion) study.Proportion {
	p := v.study.Proportion(v.contestant(strategy), by)
	p.Hits = p.N - p.Hits
	return p
}

// verdict judges whether the strategy is never banned.
func (v view) verdict(strategy string) study.Verdict { return v.meets(strategy, study.NoBan) }

// recoverVerdict judges whether the strategy recovers.
func (v view) recoverVerdict(strategy string) study.Verdict {
	return v.meets(strategy, study.Recovers)
}

// bans is how many runs had a ban.
func (v view) bans(strategy string) study.Proportion { return v.misses(strategy, study.NoBan) }

// escapes is how many of the runs whose trouble was over got well again.
func (v view) escapes(strategy string) study.Proportion {
	return v.study.Proportion(v.contestant(strategy), study.Recovers)
}

// keeps judges whether the strategy loses no session.
func (v view) keeps(strategy string) study.Verdict {
	return v.meets(strategy, study.KeepsSessions)
}

// losses is how many runs lost a session.
func (v view) losses(strategy string) study.Proportion {
	return v.misses(strategy, study.KeepsSessions)
}

// loses is losses as a claim.
func (v view) loses(strategy string) claim {
	return v.runs(strategy, sessionsLost, v.losses(strategy))
}

// banned is bans as a claim.
func (v view) banned(strategy string) claim { return v.runs(strategy, banned, v.bans(strategy)) }

// recovers is escapes as a claim.
func (v view) recovers(strategy string) claim {
	return v.runs(strategy, measure.Figure{Name: "recovers"}, v.escapes(strategy))
}

// estimate is what a figure comes to over the runs: the mean of a share, the median of others.
func (v view) estimate(strategy string, f measure.Figure) claim {
	c := v.contestant(strategy)
	return v.spread(strategy, f, v.study.Estimate(c, f), v.study.Mean(c, f))
}

// middle is the median of a figure over the runs that have one.
func (v view) middle(strategy string, f measure.Figure) claim {
	c := v.contestant(strategy)
	q := v.study.Quantile(c, f, .5)
	return v.spread(strategy, f, study.Estimate{
		N: q.N, Value: q.Value, Interval: q.Interval, Median: true,
	}, v.study.Mean(c, f))
}

// against is how much a figure differs from another strategy's, seed by seed.
func (v view) against(baseline, strategy string, f measure.Figure) claim {
	d := v.study.Against(baseline, v.contestant(strategy), f)
	e := d.Estimate()
	c := v.spread(strategy, f, e, d.Mean)
	if d.P < shown && e.Interval.Contains(0) {
		c.detail += fmt.Sprintf(", but larger in %d runs and smaller in %d", d.Plus, d.Minus)
	}
	c.measures[0].Against = baseline
	if e.Value > 0 {
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
func (v view) measure(strategy string, f measure.Figure, e Estimate) []Measure {
	return []Measure{{
		Name: f.Name, Unit: f.Unit, Scenario: v.scenario.Name, Strategy: strategy,
		Reading: v.reading, Estimate: e,
	}}
}

// runs is how many of the runs did something, and the interval of the probability.
func (v view) runs(strategy string, f measure.Figure, p study.Proportion) claim {
	e := study.Estimate{N: p.N, Value: p.Share(), Interval: p.Interval(study.Confidence)}
	c := claim{
		value: fmt.Sprintf("%d of %d", p.Hits, p.N), of: " runs", detail: p.String(),
		measures: v.measure(strategy, f, numbers(e, p.Share())),
	}
	if p.N == 1 {
		c.of, c.detail = " run", "" // of one run there is no interval
	}
	return c
}

// numbers is an estimate for programs.
func numbers(e study.Estimate, mean float64) Estimate {
	of := "mean"
	if e.Median {
		of = "median"
	}
	return Estimate{
		Of: of, Value: number(e.Value), Low: number(e.Interval.Low), High: number(e.Interval.High),
		Mean: number(mean), N: e.N,
	}
}

// spread is an estimate of a figure, and its interval; beside it the mean, where a median's
// interval leaves it out: then a few runs are unlike the others.
func (v view) spread(
	strategy string, f measure.Figure, e study.Estimate, m study.Mean,
) claim {
	c := claim{
		value:    reports.Quantity(f, e.Value),
		measures: v.measure(strategy, f, numbers(e, m.Mean)),
	}
	bounds := reports.Bounds(f, e.Value, e.Interval)
	switch {
	case e.N == 0:
		c.value, c.detail = "nothing to tell", fmt.Sprintf("n = 0 of %d", v.study.Plan.Seeds)
		return c
	case bounds == "":
		c.detail = "no interval"
	case m.SD == 0 && e.Median:
		c.detail = "the same in all"
	default:
		c.detail = bounds
		if e.Interval.Low < e.Interval.High {
			c.bounds = bounds
		}
	}
	if beside := reports.Quantity(f, m.Mean); beside != c.value && !e.Interval.Contains(m.Mean) {
		c.beside = "mean " + beside
		c.detail += ", " + c.beside
	}
	c.detail += fmt.Sprintf(", n = %d", e.N)
	return c
}
