package chance

import (
	"strconv"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Text is the text form, which ParseDistribution reads.
func (d *Distribution) Text() string {
	of := func(ns float64) string { return unit.FormatDuration(time.Duration(ns)) }
	switch d.kind {
	case shapeUniform:
		return "uniform " + of(d.a) + ".." + of(d.b)
	case shapeExponential:
		return "exp " + of(d.a)
	case shapeNormal:
		return "normal " + of(d.a) + " " + of(d.b)
	case shapeLognormal:
		return "lognormal " + of(d.a) + " " + strconv.FormatFloat(d.b, 'f', -1, 64)
	case shapePareto:
		return "pareto " + of(d.a) + " " + strconv.FormatFloat(d.b, 'f', -1, 64)
	case shapeRecorded:
		words := []string{"recorded"}
		for _, v := range d.values {
			words = append(words, unit.FormatDuration(v))
		}
		return strings.Join(words, " ")
	case shapeConstant:
	}
	return of(d.a)
}
