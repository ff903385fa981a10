package review

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A claim is a piece of a sentence, and the measures in it: "3 of 75 runs (0.8 to 11.3 %)".
type claim struct {
	value    string // 3 of 75
	of       string // what the value counts, with a blank before it; empty: its unit is in it
	bounds   string // of the interval; empty: there is none, or every run came to the value
	beside   string // the mean that stands beside a median; empty: it is not far off
	detail   string // the bounds, and what they rest on; empty: left out
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

// cell is the claim in a table whose caption has the n.
func (c claim) cell() string {
	switch {
	case c.measures[0].N == 0:
		return "–"
	case c.measures[0].N == 1:
		return c.value
	}
	words := slices.DeleteFunc([]string{c.bounds, c.beside}, func(s string) bool { return s == "" })
	if len(words) == 0 {
		return c.value
	}
	return c.value + " (" + strings.Join(words, ", ") + ")"
}

// as is the claim with another value, which has all that is to be said.
func (c claim) as(value string) claim { return claim{value: value, measures: c.measures} }

// phrase makes a claim of a text whose arguments may be claims.
func phrase(format string, args ...any) claim {
	c := claim{value: fmt.Sprintf(format, args...)}
	for _, arg := range args {
		if part, ok := arg.(claim); ok {
			c.measures = append(c.measures, part.measures...)
		}
	}
	return c
}

// sentence makes a Figure of a sentence whose arguments may be claims.
func sentence(format string, args ...any) Figure {
	c := phrase(format, args...)
	return Figure{Text: c.value, Measures: c.measures}
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

// direct is the word for a difference to a baseline, of which direction has the sign.
func direct[T any](direction int, less, more, same T) T {
	switch {
	case direction < 0:
		return less
	case direction > 0:
		return more
	}
	return same
}

// number is a value of a measure; nil where there is none.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// spaced is a scenario's length of time in milliseconds, such as 15ms, as people write it.
func spaced(ms string) string { return strings.Replace(ms, "ms", " ms", 1) }
