package review

import (
	"fmt"
	"math"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A claim is a piece of a sentence, and the measures in it: "3 of 75 runs (0.8 to 11.3 %)".
type claim struct {
	value    string // 3 of 75
	of       string // what the value counts, with a blank before it; empty: its unit is in it
	detail   string // the interval, and what it rests on; empty: left out
	measures []Measure
}

func (c claim) String() string {
	if c.detail == "" {
		return c.value + c.of
	}
	return c.value + c.of + " (" + c.detail + ")"
}

// short leaves out what the value counts, where the sentence has it.
func (c claim) short() claim {
	c.of = ""
	return c
}

// bare leaves out the interval as well: the measure has it.
func (c claim) bare() claim {
	c.of, c.detail = "", ""
	return c
}

// estimate is that of the first measure.
func (c claim) estimate() Estimate { return c.measures[0].Estimate }

// worded is the claim in other words.
func (c claim) worded(format string, args ...any) claim {
	return claim{value: fmt.Sprintf(format, args...), measures: c.measures}
}

// sentence makes a Figure of a sentence whose arguments may be claims.
func sentence(format string, args ...any) Figure {
	f := Figure{Text: fmt.Sprintf(format, args...)}
	for _, arg := range args {
		if c, ok := arg.(claim); ok {
			f.Measures = append(f.Measures, c.measures...)
		}
	}
	return f
}

// listed joins claims: a, b and c.
func listed(claims []claim) claim {
	var all claim
	texts := make([]string, len(claims))
	for i, c := range claims {
		texts[i] = c.String()
		all.measures = append(all.measures, c.measures...)
	}
	all.value = enumerated(texts)
	return all
}

// enumerated is a, b and c; none of nothing.
func enumerated(words []string) string {
	switch n := len(words); n {
	case 0:
		return "none"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}

// by is the word for a verdict.
func by[T any](v study.Verdict, pass, fail, inconclusive T) T {
	switch v {
	case study.Pass:
		return pass
	case study.Fail:
		return fail
	case study.Inconclusive:
	}
	return inconclusive
}

// number is a value of a measure; nil where there is none.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// runsOf is how many of the runs did something, and the interval of the probability.
func runsOf(p study.Proportion, m Measure) claim {
	i := p.Interval(study.Confidence)
	m.Value, m.Low, m.High, m.N = number(p.Share()), number(i.Low), number(i.High), p.N
	return claim{
		value: fmt.Sprintf("%d of %d", p.Hits, p.N), of: " runs", detail: p.String(),
		measures: []Measure{m},
	}
}

// spread is a value, its interval and its n, of so many runs.
func spread(f measure.Figure, value float64, i study.Interval, n, of int, m Measure) claim {
	m.Value, m.Low, m.High, m.N = number(value), number(i.Low), number(i.High), n
	c := claim{value: reports.Quantity(f, value), measures: []Measure{m}}
	low, high := reports.Bounds(f, value, i)
	switch {
	case n == 0:
		c.value, c.detail = "nothing to tell", fmt.Sprintf("n = 0 of %d", of)
	case math.IsInf(i.Low, 0) || math.IsInf(i.High, 0):
		c.detail = fmt.Sprintf("no interval, n = %d", n)
	case i.Low == i.High:
		c.detail = fmt.Sprintf("the same in all, n = %d", n)
	case low == high:
		c.detail = fmt.Sprintf("to three digits the same in all, n = %d", n)
	default:
		c.detail = fmt.Sprintf("%s to %s, n = %d", low, high, n)
	}
	return c
}

// spaced is a scenario's length of time in milliseconds, such as 15ms, as people write it.
func spaced(ms string) string { return strings.Replace(ms, "ms", " ms", 1) }
