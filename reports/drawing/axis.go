package drawing

import (
	"fmt"
	"math"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// An Axis maps values onto a stretch of paper.
type Axis struct {
	Label string  `json:"label,omitempty"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
	Log   bool    `json:"log,omitempty"`
	Time  bool    `json:"time,omitempty"`  // milliseconds since a run's start; a screen may zoom
	Whole float64 `json:"whole,omitempty"` // how far it can be zoomed out
	// Begins is the time of day at which the run starts, in milliseconds, where the ticks are times of
	// day; nil: they count from the start.
	Begins *float64 `json:"begins,omitempty"`
	Ticks  []Tick   `json:"ticks"`
}

// A Tick is a line of the grid; without a label it has no name.
type Tick struct {
	Value float64 `json:"value"`
	Label string  `json:"label,omitempty"`
}

// Share is where v lies between the ends, 0 to 1; what is beyond an end lies at it.
func (a *Axis) Share(v float64) float64 {
	v = min(max(v, a.Min), a.Max)
	if a.Log {
		return math.Log10(v/a.Min) / math.Log10(a.Max/a.Min)
	}
	return (v - a.Min) / (a.Max - a.Min)
}

// Linear is an axis from 0 to a round number not below top, with at most five steps, whole ones if
// whole is set.
func Linear(top float64, whole bool) *Axis {
	if top <= 0 || whole {
		top = max(top, 1)
	}
	step := roundUp(top / 5)
	if whole || top == 1 {
		step = max(step, 1)
	}
	steps := int(math.Ceil(top/step - 1e-9))
	return &Axis{Max: float64(steps) * step, Ticks: every(step, steps)}
}

// every is a tick at 0, and at each of so many steps.
func every(step float64, steps int) []Tick {
	var ticks []Tick
	for i := range steps + 1 {
		v := float64(i) * step
		ticks = append(ticks, Tick{v, unit.Number(v)})
	}
	return ticks
}

// Between is an axis from one value to another, with at most six ticks at round numbers.
func Between(least, most float64) *Axis {
	a := &Axis{Min: least, Max: most}
	step := roundUp((most - least) / 5)
	for i := math.Ceil(least/step - 1e-9); i*step <= most+1e-9*step; i++ {
		a.Ticks = append(a.Ticks, Tick{i * step, unit.Number(i * step)})
	}
	return a
}

// At is an axis that has a tick for each of these values, which grow; where the last is fifty times
// the first and more, it is logarithmic.
func At(values []float64, labels []string) *Axis {
	a := &Axis{Min: values[0], Max: values[len(values)-1]}
	a.Log = a.Min > 0 && a.Max/a.Min >= 50
	for i, v := range values {
		a.Ticks = append(a.Ticks, Tick{v, labels[i]})
	}
	return a
}

// Lengths is an axis of lengths of time in milliseconds, from 0 to top.
func Lengths(top float64) *Axis {
	a := Clock(0, time.Duration(math.Ceil(top)*float64(time.Millisecond)), 0)
	a.Time, a.Whole = false, 0
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

// Counts is an axis for these counts. Where they differ so much that the smallest above 0 would be
// under a fiftieth of the axis, it is logarithmic, and begins at a half: 0 lies at its foot, and 1
// above it.
func Counts(values []int) *Axis {
	least, top := math.MaxInt, 0
	for _, v := range values {
		if v > 0 {
			least, top = min(least, v), max(top, v)
		}
	}
	if top == 0 || top/least < 50 {
		return Linear(float64(top), true)
	}
	return logarithmic(0.5, float64(top), Tick{0.5, "0"})
}

// logarithmic is an axis with these ticks, and one at each power of ten from low to high.
func logarithmic(low, high float64, ticks ...Tick) *Axis {
	for v := powerOfTen(low, math.Ceil); v <= high*(1+1e-9); v *= 10 {
		ticks = append(ticks, Tick{v, unit.Number(v)})
	}
	return &Axis{Min: low, Max: high, Log: true, Ticks: ticks}
}

// powerOfTen returns v if it is a power of ten, and else the one that round leads to: math.Floor or
// math.Ceil.
func powerOfTen(v float64, round func(float64) float64) float64 {
	exponent := math.Log10(v)
	if nearest := math.Round(exponent); math.Abs(exponent-nearest) < 1e-9 {
		return math.Pow(10, nearest)
	}
	return math.Pow(10, round(exponent))
}

// Powers is a logarithmic axis that holds least and most, from a power of ten to another.
func Powers(least, most float64) *Axis {
	low, high := powerOfTen(least, math.Floor), powerOfTen(most, math.Ceil)
	return logarithmic(low, max(high, 10*low))
}

// Latencies is an axis over milliseconds that holds least and most: a logarithmic one, unless they
// are so near that it would have a single decade.
func Latencies(least, most float64) *Axis {
	const near = 4 // times (assumed)
	if least < 1 || most >= near*least {
		return Decades(least, most)
	}
	around := max((most-least)/4, least/50)
	a := Between(max(least-around, 0), most+around)
	for i := range a.Ticks {
		a.Ticks[i].Label = unit.Latency(a.Ticks[i].Value)
	}
	return a
}

// Decades is a logarithmic axis over milliseconds that holds least and most. It begins at 1 ms:
// what took less never left the node.
func Decades(least, most float64) *Axis {
	a := Powers(max(least, 1), max(most, 1))
	var ticks []Tick
	for _, t := range a.Ticks {
		ticks = append(ticks, Tick{t.Value, decade(t.Value)})
		for _, m := range []float64{2, 5} {
			if m*t.Value < a.Max {
				ticks = append(ticks, Tick{Value: m * t.Value})
			}
		}
	}
	if a.Ticks = ticks; least < 1 {
		a.Ticks[0].Label = "≤ " + a.Ticks[0].Label
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

// Clock is an axis over a stretch of a run of a whole length, with ticks at round times since its
// start.
func Clock(from, to, length time.Duration) *Axis { return clock(from, to, length, 0, sinceStart) }

// TimesOfDay is the same with ticks at round times of day, of a run that begins at one.
func TimesOfDay(from, to, length, begins time.Duration) *Axis {
	day := Milliseconds(begins)
	a := clock(from, to, length, begins, timeOfDay)
	a.Begins = &day
	return a
}

// Lengths of time at which ticks may stand.
var clockSteps = []time.Duration{time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond,
	10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond,
	200 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second,
	10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute,
	10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour,
	6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

// ClockStep is the round length of time that fits into a whole at most so many times.
func ClockStep(whole time.Duration, most int) time.Duration {
	for _, s := range clockSteps {
		if whole <= time.Duration(most)*s {
			return s
		}
	}
	step := 24 * time.Hour
	for whole > time.Duration(most)*step {
		step *= 2
	}
	return step
}

// clock is an axis whose ticks are round times since before the run, which begins so long after.
func clock(
	from, to, length, begins time.Duration, label func(t, step time.Duration) string,
) *Axis {
	step := ClockStep(to-from, 5)
	a := Axis{Min: Milliseconds(from), Max: Milliseconds(to), Time: true,
		Whole: Milliseconds(length)}
	for t := (begins + from + step - 1) / step * step; t <= begins+to; t += step {
		a.Ticks = append(a.Ticks, Tick{Milliseconds(t - begins), label(t, step)})
	}
	return &a
}

// Milliseconds is d as axes count it.
func Milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// sinceStart names a time since the start. Each label has its unit: minutes and seconds are never
// taken for hours and minutes, whatever stands beside them.
func sinceStart(t, step time.Duration) string {
	const day = 24 * time.Hour
	hours, minutes, seconds := int(t.Hours()), int(t.Minutes())%60, int(t.Seconds())%60
	switch {
	case t == 0:
		return "0"
	case step%day == 0:
		return fmt.Sprintf("%d d", t/day)
	case t < time.Minute:
		return unit.Latency(Milliseconds(t))
	case t < time.Hour && seconds == 0:
		return fmt.Sprintf("%d min", minutes)
	case t < time.Hour:
		return fmt.Sprintf("%d:%02d min", minutes, seconds)
	case minutes == 0 && seconds == 0:
		return fmt.Sprintf("%d h", hours)
	case seconds == 0:
		return fmt.Sprintf("%d:%02d h", hours, minutes)
	}
	return fmt.Sprintf("%d:%02d:%02d h", hours, minutes, seconds)
}

// timeOfDay names a time since the midnight before the run; a later midnight by its day.
func timeOfDay(t, step time.Duration) string {
	const day = 24 * time.Hour
	of := t % day
	hours, minutes, seconds := int(of.Hours()), int(of.Minutes())%60, int(of.Seconds())%60
	switch {
	case of == 0 && t > 0:
		return fmt.Sprintf("day %d", t/day+1)
	case step < time.Minute:
		return fmt.Sprintf("%d:%02d:%02d", hours, minutes, seconds)
	}
	return fmt.Sprintf("%d:%02d", hours, minutes)
}

// Filled is an axis of per cent of a threshold. Where most is more than three times the threshold
// it is logarithmic, from a twentieth of the threshold.
func Filled(most float64) *Axis {
	switch {
	case most > 300:
		a := logarithmic(5, powerOfTen(max(most, 1000), math.Ceil), Tick{5, "≤ 5"}).Percent()
		a.Ticks[1].Label = "" // 10 %: too near
		return a
	case most > 120:
		return (&Axis{Max: 300, Ticks: every(100, 3)}).Percent()
	}
	return (&Axis{Max: 125, Ticks: every(50, 2)}).Percent()
}

// Percent gives the labels of the axis their sign.
func (a *Axis) Percent() *Axis {
	for i := range a.Ticks {
		if a.Ticks[i].Label != "" {
			a.Ticks[i].Label += " %"
		}
	}
	return a
}
