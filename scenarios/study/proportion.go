package study

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Proportion is how many of N did, as of the runs that were banned.
type Proportion struct {
	Hits int `json:"hits"`
	N    int `json:"n"`
}

// Share is Hits/N, and NaN of none.
func (p Proportion) Share() float64 { return float64(p.Hits) / float64(p.N) }

// Interval is the exact two-sided interval of the probability: Clopper and Pearson, The use of
// confidence or fiducial limits illustrated in the case of the binomial, Biometrika 26, 1934, by
// quantiles of the beta distribution. It covers the truth at least as often as its confidence says.
//
// 0 of 200 gives 0 to 1.828 %: 1 - 0.025^(1/200). As bounds are rounded outward, that is "below
// 1.9 %". Wilson's score interval happens to say the same, 1.885 %; one that is one-sided, or the
// rule of three, would say 1.5 %, at less than the stated confidence for a bound chosen after
// seeing the 0.
func (p Proportion) Interval(confidence float64) Interval {
	if p.N == 0 {
		return Interval{0, 1}
	}
	alpha, x, n := (1-confidence)/2, float64(p.Hits), float64(p.N)
	i := Interval{0, 1}
	if p.Hits > 0 {
		i.Low = distuv.Beta{Alpha: x, Beta: n - x + 1}.Quantile(alpha)
	}
	if p.Hits < p.N {
		i.High = distuv.Beta{Alpha: x + 1, Beta: n - x}.Quantile(1 - alpha)
	}
	return i
}

// String is the interval at 95 % in percent, its bounds rounded outward: "< 1.9 %", "> 98.1 %",
// "0.1 to 2.8 %".
func (p Proportion) String() string { return p.within(p.Interval(Confidence)) }

// within is the interval i of p's probability in percent.
func (p Proportion) within(i Interval) string {
	if p.N == 0 {
		return "no runs"
	}
	// A bound such as 5 % must not be pushed outward by its last bit.
	const slack = 1e-9
	low, high := math.Floor(i.Low*1000+slack)/10, math.Ceil(i.High*1000-slack)/10
	switch p.Hits {
	case 0:
		return fmt.Sprintf("< %.1f %%", high)
	case p.N:
		return fmt.Sprintf("> %.1f %%", low)
	}
	return fmt.Sprintf("%.1f to %.1f %%", low, high)
}
