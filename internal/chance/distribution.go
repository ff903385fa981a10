// Package chance draws what a scenario leaves to chance.
package chance

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/portable"
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A Distribution yields durations, written as one of
//
//	100ms                    always the same
//	uniform 50ms..150ms      evenly between the two
//	exp 10s                  exponential, mean 10 s
//	normal 100ms 20ms        mean and standard deviation, cut at zero
//	lognormal 80ms 0.5       median, and sigma of the logarithm
//	pareto 50ms 1.5          least value, and shape: the smaller, the heavier the tail
//	recorded 40ms 45ms 300ms one of these, each as likely
//
// The zero Distribution is always 0.
type Distribution struct {
	kind   shape
	a, b   float64 // ns, or the shape's second number
	values []time.Duration
}

type shape uint8

const (
	shapeConstant shape = iota
	shapeUniform
	shapeExponential
	shapeNormal
	shapeLognormal
	shapePareto
	shapeRecorded
)

// shapes are those that have a name, and how many numbers follow it; 0: any.
var shapes = map[string]struct {
	kind    shape
	numbers int
}{
	"uniform": {shapeUniform, 2}, "exp": {shapeExponential, 1}, "normal": {shapeNormal, 2},
	"lognormal": {shapeLognormal, 2}, "pareto": {shapePareto, 2}, "recorded": {shapeRecorded, 0},
}

// Constant is always the same.
func Constant(d time.Duration) Distribution { return Distribution{a: float64(d)} }

// Draw returns the next value; a constant draws nothing from r.
func (d *Distribution) Draw(r *rand.Rand) time.Duration {
	if d.kind == shapeConstant {
		return time.Duration(d.a)
	}
	return d.draw(r)
}

// draw is Draw for all but a constant, which Draw is short enough to settle in its caller.
func (d *Distribution) draw(r *rand.Rand) time.Duration {
	var ns float64
	switch d.kind {
	case shapeUniform:
		return time.Duration(d.a + float64((d.b-d.a)*r.Float64()))
	case shapeExponential:
		ns = float64(d.a * Exponential(r))
	case shapeNormal:
		ns = max(0, d.a+float64(d.b*normal(r)))
	case shapeLognormal:
		ns = float64(d.a * portable.Exp(float64(d.b*normal(r))))
	case shapePareto:
		ns = float64(d.a * portable.Exp(Exponential(r)/d.b))
	case shapeRecorded:
		return d.values[r.IntN(len(d.values))]
	}
	return time.Duration(min(ns, float64(maxDraw)))
}

// maxDraw keeps sums of a few draws within int64; a heavy tail can ask for more.
const maxDraw = 1000 * time.Hour

// IsZero reports whether d is always 0.
func (d *Distribution) IsZero() bool { return d.kind == shapeConstant && d.a == 0 }

// Mean returns the mean, for estimates; the median where there is none.
func (d *Distribution) Mean() time.Duration {
	switch d.kind {
	case shapeUniform:
		return time.Duration((d.a + d.b) / 2)
	case shapeLognormal:
		return time.Duration(d.a * portable.Exp(d.b*d.b/2))
	case shapePareto:
		if d.b > 1 {
			return time.Duration(d.a * d.b / (d.b - 1))
		}
		return time.Duration(d.a * portable.Exp(math.Ln2/d.b))
	case shapeRecorded:
		var sum time.Duration
		for _, v := range d.values {
			sum += v
		}
		return sum / time.Duration(len(d.values))
	}
	return time.Duration(d.a)
}

const meantDistribution = `a length of time such as "100ms", or one of "uniform 50ms..150ms", ` +
	`"exp 10s", "normal 100ms 20ms", "lognormal 80ms 0.5", "pareto 50ms 1.5", ` +
	`"recorded 40ms 45ms 300ms"`

// ParseDistribution reads the text form.
func ParseDistribution(text string) (d Distribution, err error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return d, errors.New("nothing")
	}
	if len(words) == 1 {
		a, err := drawable(words[0])
		return Distribution{a: float64(a)}, err
	}
	shape, ok := shapes[words[0]]
	if !ok {
		return d, fmt.Errorf("unknown distribution %q", words[0])
	}
	d.kind = shape.kind
	args := words[1:]
	if d.kind == shapeUniform {
		low, high, ok := strings.Cut(args[0], "..")
		if !ok {
			return d, fmt.Errorf("uniform without low..high")
		}
		args = append([]string{low, high}, args[1:]...)
	}
	if shape.numbers > 0 && len(args) != shape.numbers {
		return d, fmt.Errorf("%d numbers where %d belong", len(args), shape.numbers)
	}
	for i, text := range args {
		if i == 1 && (d.kind == shapeLognormal || d.kind == shapePareto) {
			d.b, err = strconv.ParseFloat(text, 64)
			if err != nil || !(d.b > 0) || math.IsInf(d.b, 0) {
				return d, fmt.Errorf("%q where a number above 0 belongs", text)
			}
			break
		}
		v, err := drawable(text)
		switch {
		case err != nil:
			return d, err
		case d.kind == shapeRecorded:
			d.values = append(d.values, v)
		case i == 0:
			d.a = float64(v)
		default:
			d.b = float64(v)
		}
	}
	if d.kind == shapeUniform && d.b < d.a {
		return d, fmt.Errorf("%s..%s runs backwards", args[0], args[1])
	}
	return d, nil
}

// drawable reads a length of time that Draw may return.
func drawable(text string) (time.Duration, error) {
	v, err := unit.ParseDuration(text)
	if u, ok := errors.AsType[*unit.Error](err); ok {
		return 0, errors.New(u.Found)
	}
	switch {
	case v < 0:
		return 0, fmt.Errorf("%q, a negative length of time", text)
	case v > maxDraw:
		return 0, fmt.Errorf("%q, which is more than %v", text, maxDraw)
	}
	return v, nil
}

// UnmarshalText reads the text form.
func (d *Distribution) UnmarshalText(text []byte) (err error) {
	if *d, err = ParseDistribution(string(text)); err != nil {
		return &unit.Error{Found: err.Error(), Meant: meantDistribution}
	}
	return nil
}

// Patterns are those of its text.
func (Distribution) Patterns() []string {
	const clock = `(\d+\.?\d*(ns|us|µs|μs|ms|s|m|h))`
	const time = `\+?(\d+\.?\d*d` + clock + `*|` + clock + `+)`
	return []string{`^(` + time + `|uniform ` + time + `\.\.` + time + `|exp ` + time +
		`|normal ` + time + ` ` + time + `|(lognormal|pareto) ` + time + ` \+?[\d.]+(e[-+]?\d+)?` +
		`|recorded( ` + time + `)+)$`}
}

// IsConstant reports whether every draw is the same.
func (d *Distribution) IsConstant() bool { return d.kind == shapeConstant }

// Spread returns the text of a distribution that differs evenly from the mean of d, by so much at
// most.
func (d *Distribution) Spread(by time.Duration) (string, error) {
	if d.kind != shapeConstant && d.kind != shapeUniform {
		return "", errors.New("found a leg with a shape of its own; meant a constant or uniform one")
	}
	mean := d.Mean()
	switch {
	case by > mean:
		return "", fmt.Errorf("found legs of %v that would arrive before they leave; meant at most %v",
			mean, 2*mean)
	case by == 0:
		return mean.String(), nil
	}
	return fmt.Sprintf("uniform %v..%v", mean-by, mean+by), nil
}
