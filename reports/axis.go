package reports

import (
	"fmt"
	"math"
	"time"

	"gonum.org/v1/plot/vg"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An axis maps values onto the stretch of paper from x0 to x1.
type axis struct {
	x0, x1   vg.Length
	min, max float64
	log      bool // min and max are powers of ten
	ticks    []tick
}

type tick struct {
	value float64
	label string // empty: a line without a name
}

// at is where v lies; what is beyond an end lies at it.
func (a *axis) at(v float64) vg.Length {
	v = min(max(v, a.min), a.max)
	share := (v - a.min) / (a.max - a.min)
	if a.log {
		share = math.Log10(v/a.min) / math.Log10(a.max/a.min)
	}
	return a.x0 + vg.Length(share)*(a.x1-a.x0)
}

// linear is an axis from 0 to a round number not below top, with at most five steps, whole ones if
// whole is set.
func linear(x0, x1 vg.Length, top float64, whole bool) axis {
	if top <= 0 || whole {
		top = max(top, 1)
	}
	step := roundUp(top / 5)
	if whole || top == 1 {
		step = max(step, 1)
	}
	steps := int(math.Ceil(top/step - 1e-9))
	a := axis{x0: x0, x1: x1, max: float64(steps) * step}
	for i := range steps + 1 {
		v := float64(i) * step
		label := unit.Digits(v)
		if v >= 1000 {
			label = unit.Count(int64(v))
		}
		a.ticks = append(a.ticks, tick{v, label})
	}
	return a
}

// roundUp returns the least 1, 2 or 5 times a power of ten that is not below v.
func roundUp(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= v*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// counts is an axis for counts up to top. Where the counts differ so much that the smallest above 0
// would be under a fiftieth of the axis, it is logarithmic, and begins at a half: 0 lies at its
// foot, and 1 above it.
func counts(x0, x1 vg.Length, values []int) axis {
	least, top := math.MaxInt, 0
	for _, v := range values {
		if v > 0 {
			least, top = min(least, v), max(top, v)
		}
	}
	if top == 0 || top/least < 50 {
		return linear(x0, x1, float64(top), true)
	}
	a := axis{x0: x0, x1: x1, min: 0.5, max: float64(top), log: true}
	a.ticks = append(a.ticks, tick{0.5, "0"})
	for v := 1.0; v <= a.max; v *= 10 {
		a.ticks = append(a.ticks, tick{v, unit.Count(int64(v))})
	}
	return a
}

// decades is a logarithmic axis over milliseconds that holds least and most. It begins at 1 ms:
// what took less never left the node.
func decades(x0, x1 vg.Length, least, most float64) axis {
	under := least < 1
	least, most = max(least, 1), max(most, 1)
	a := axis{x0: x0, x1: x1, log: true}
	a.min = math.Pow(10, math.Floor(math.Log10(least)+1e-9))
	a.max = math.Pow(10, math.Ceil(math.Log10(most)-1e-9))
	if a.max <= a.min {
		a.max = a.min * 10
	}
	for v := a.min; v <= a.max*1.001; v *= 10 {
		a.ticks = append(a.ticks, tick{v, decade(v)})
		for _, m := range []float64{2, 5} {
			if m*v < a.max {
				a.ticks = append(a.ticks, tick{value: m * v})
			}
		}
	}
	if under {
		a.ticks[0].label = "≤ " + a.ticks[0].label
	}
	return a
}

// decade names a power of ten of milliseconds.
func decade(ms float64) string {
	if ms < 999 {
		return unit.Digits(ms) + " ms"
	}
	return unit.Count(int64(ms/1000+0.5)) + " s"
}

// clock is an axis over a stretch of a run, with ticks at round times of day.
func clock(x0, x1 vg.Length, from, to time.Duration) axis {
	whole := to - from
	step := 24 * time.Hour
	for _, s := range []time.Duration{time.Second, 2 * time.Second, 5 * time.Second,
		10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute,
		10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour,
		3 * time.Hour, 6 * time.Hour, 12 * time.Hour} {
		if whole <= 5*s {
			step = s
			break
		}
	}
	for whole > 5*step {
		step *= 2
	}
	a := axis{x0: x0, x1: x1, min: float64(from), max: float64(to)}
	for t := (from + step - 1) / step * step; t <= to; t += step {
		a.ticks = append(a.ticks, tick{float64(t), clockLabel(t, step)})
	}
	return a
}

func clockLabel(t, step time.Duration) string {
	switch {
	case t == 0:
		return "0"
	case step < time.Minute:
		return fmt.Sprintf("%d:%02d", int(t.Minutes()), int(t.Seconds())%60)
	case step < time.Hour:
		return fmt.Sprintf("%d:%02d h", int(t.Hours()), int(t.Minutes())%60)
	}
	return fmt.Sprintf("%d h", int(t.Hours()))
}

// grid draws the axis's lines from y0 to y1, and as many of its labels under them as there is room
// for. The outermost ones stay within the axis, lest neighbouring panels' labels meet.
func (p pen) grid(a *axis, y0, y1 vg.Length) {
	small := face(smallSize, false, grey)
	taken := a.x0 - margin
	for _, t := range a.ticks {
		x := a.at(t.value)
		if t.label == "" {
			p.rule(x, y0, x, y1, 0.4, hair)
			continue
		}
		p.rule(x, y0, x, y1, 0.7, hair)
		width := small.Width(t.label)
		left := min(max(x-width/2, a.x0-2), a.x1+2-width)
		if left > taken {
			p.write(left, y1+8, small, t.label)
			taken = left + width + 4
		}
	}
}
