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

// Bounds prints the bounds of a value's interval, without their unit where all three have the same.
func Bounds(f measure.Figure, value float64, i study.Interval) (low, high string) {
	_, unit := quantity(f, value)
	low, lowUnit := quantity(f, i.Low)
	high, highUnit := quantity(f, i.High)
	if lowUnit == unit && highUnit == unit {
		return low, high
	}
	return Quantity(f, i.Low), Quantity(f, i.High)
}

// mean prints a mean with its interval.
func (e *Evidence) mean(c study.Contestant, name string) string {
	f := figureOf(name)
	m := e.Study.Mean(c, f)
	return estimate(f, m, m.Within(&f))
}

func estimate(f measure.Figure, m study.Mean, i study.Interval) string {
	value := Quantity(f, m.Mean)
	switch {
	case m.N == 0:
		return unit.None
	case m.N == 1:
		return value + " (n = 1)"
	case m.SD == 0:
		return value
	}
	low, high := Bounds(f, m.Mean, i)
	return fmt.Sprintf("%s (%s to %s)", value, low, high)
}

// difference prints a difference with its interval, and its n where it is not the table's.
func difference(f measure.Figure, d study.Difference, n int) string {
	text := estimate(f, d.Mean, d.Within(&f))
	if d.Mean.Mean > 0 {
		text = "+" + text
	}
	if d.N > 1 && d.N != n {
		text += fmt.Sprintf(", n = %d", d.N)
	}
	return text
}

func (e *Evidence) quantile(c study.Contestant, name string, p float64) string {
	f := figureOf(name)
	return Quantity(f, e.Study.Quantile(c, f, p).Value)
}
