package reports

import (
	"fmt"
	"math"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Quantity prints a value of a figure with its unit, to three significant digits.
func Quantity(f measure.Figure, v float64) string {
	digits, in := quantity(f, v)
	if in == "" {
		return digits
	}
	return digits + " " + in
}

// quantity is the digits that Quantity prints, and the unit that suits them; empty: none.
func quantity(f measure.Figure, v float64) (digits, in string) {
	switch {
	case math.IsNaN(v):
		return unit.None, ""
	case v < 0:
		digits, in = quantity(f, -v)
		return "−" + digits, in
	case f.Unit == "ms":
		return unit.LatencyIn(v)
	case f.Unit == "s":
		return unit.LatencyIn(v * 1000)
	case f.Unit == "min":
		return unit.Digits(v), "min"
	case f.YesNo, f.Share:
		return unit.Digits(100 * v), "%"
	}
	return unit.Number(v), ""
}

// Bounds prints the interval of a value, without its unit where all three have the same: "12 to
// 15", "≥ 12" where the runs set no upper bound. Empty: they set none.
func Bounds(f measure.Figure, value float64, i study.Interval) string {
	_, unit := quantity(f, value)
	low, lowUnit := quantity(f, i.Low)
	high, highUnit := quantity(f, i.High)
	noLow, noHigh := math.IsInf(i.Low, 0), math.IsInf(i.High, 0)
	if !noLow && lowUnit != unit || !noHigh && highUnit != unit {
		low, high = Quantity(f, i.Low), Quantity(f, i.High)
	}
	switch {
	case noLow && noHigh:
		return ""
	case noHigh:
		return "≥ " + low
	case noLow:
		return "≤ " + high
	}
	return low + " to " + high
}

// mean prints the mean alone.
func (e *Evidence) mean(c study.Contestant, name string) string {
	return e.meanOf(c, figureOf(name))
}

func (e *Evidence) meanOf(c study.Contestant, f measure.Figure) string {
	return Quantity(f, e.Study.Mean(c, f).Mean)
}

// estimate prints what a figure comes to, with its interval.
func (e *Evidence) estimate(c study.Contestant, name string) string {
	return e.estimateOf(c, figureOf(name))
}

func (e *Evidence) estimateOf(c study.Contestant, f measure.Figure) string {
	return estimate(f, e.Study.Estimate(c, f))
}

func (e *Evidence) quantile(c study.Contestant, name string, p float64) string {
	f := figureOf(name)
	q := e.Study.Quantile(c, f, p)
	return estimate(f, study.Estimate{N: q.N, Value: q.Value, Interval: q.Interval})
}

func estimate(f measure.Figure, e study.Estimate) string {
	value, bounds := Quantity(f, e.Value), Bounds(f, e.Value, e.Interval)
	switch {
	case e.N == 0:
		return unit.None
	case bounds == "" || e.N == 1:
		return fmt.Sprintf("%s (n = %d)", value, e.N)
	case e.Interval.Low == e.Interval.High:
		return value
	}
	return fmt.Sprintf("%s (%s)", value, bounds)
}

// difference prints a difference with its interval, and its n where it is not the table's.
func difference(f measure.Figure, d *study.Difference, n int) string {
	e := d.Estimate()
	text := plus(e.Value) + estimate(f, e)
	if d.N > 1 && d.N != n {
		text += fmt.Sprintf(", n = %d", d.N)
	}
	return text
}

// plus is the sign of a difference, which Quantity leaves out.
func plus(v float64) string {
	if v > 0 {
		return "+"
	}
	return ""
}
