package reports

import (
	"fmt"
	"math"
	"strings"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// Quantity prints a value of a figure with its unit, to three significant digits.
func Quantity(f measure.Figure, v float64) string {
	switch {
	case math.IsNaN(v):
		return unit.None
	case v < 0:
		return "−" + Quantity(f, -v)
	case f.Unit == "ms":
		return unit.Latency(v)
	case f.Unit == "s":
		return unit.Latency(v * 1000)
	case f.Unit == "min":
		return unit.Digits(v) + " min"
	case f.YesNo, f.Share:
		return unit.Digits(100*v) + " %"
	case v >= 1000:
		return unit.Count(int64(math.Round(v)))
	}
	return unit.Digits(v)
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
	low, high := Quantity(f, i.Low), Quantity(f, i.High)
	if unit := unitOf(value); unit != "" && unit == unitOf(low) && unit == unitOf(high) {
		low, high = strings.TrimSuffix(low, unit), strings.TrimSuffix(high, unit)
	}
	return fmt.Sprintf("%s (%s to %s)", value, low, high)
}

// unitOf is the unit that a quantity is printed with, and the blank before it.
func unitOf(quantity string) string {
	if i := strings.LastIndexByte(quantity, ' '); i >= 0 {
		return quantity[i:]
	}
	return ""
}

// difference prints a difference with its interval, and its n where it is not the table's.
func difference(f measure.Figure, d study.Difference, n int) string {
	told := estimate(f, d.Mean, d.Within(&f))
	if d.Mean.Mean > 0 {
		told = "+" + told
	}
	if d.N > 1 && d.N != n {
		told += fmt.Sprintf(", n = %d", d.N)
	}
	return told
}

func (e *Evidence) quantile(c study.Contestant, name string, p float64) string {
	f := figureOf(name)
	return Quantity(f, e.Study.Quantile(c, f, p).Value)
}
