package review

import (
	"fmt"
	"math"
	"strings"

	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A said is a piece of a sentence, and the measures in it.
type said struct {
	text     string
	measures []Measure
}

func (s said) String() string { return s.text }

// short leaves out what is clear from the piece before.
func (s said) short() said {
	s.text = strings.Replace(s.text, " runs", "", 1)
	return s
}

// sayf makes a Figure of a sentence whose arguments may be pieces with measures.
func sayf(format string, args ...any) Figure {
	f := Figure{Text: fmt.Sprintf(format, args...)}
	for _, arg := range args {
		if s, ok := arg.(said); ok {
			f.Measures = append(f.Measures, s.measures...)
		}
	}
	return f
}

// listed joins pieces: a, b and c.
func listed(pieces []said) said {
	var all said
	texts := make([]string, len(pieces))
	for i, piece := range pieces {
		texts[i] = piece.text
		all.measures = append(all.measures, piece.measures...)
	}
	all.text = enumerated(texts)
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

// runsOf tells a proportion: 3 of 75 runs (0.8 to 11.3 %).
func runsOf(p study.Proportion) string {
	return fmt.Sprintf("%d of %d runs (%s)", p.Hits, p.N, p)
}

// spread tells a value, its interval and its n.
func spread(f measure.Figure, value float64, i study.Interval, n, of int) string {
	told := reports.Quantity(f, value)
	switch {
	case n == 0:
		return fmt.Sprintf("nothing to tell (n = 0 of %d)", of)
	case math.IsInf(i.Low, 0) || math.IsInf(i.High, 0):
		return fmt.Sprintf("%s (no interval, n = %d)", told, n)
	case i.Low == i.High:
		return fmt.Sprintf("%s (the same in all, n = %d)", told, n)
	}
	low, high := bounds(f, value, i)
	if low == high {
		return fmt.Sprintf("%s (to three digits the same in all, n = %d)", told, n)
	}
	return fmt.Sprintf("%s (%s to %s, n = %d)", told, low, high, n)
}

// bounds are those of an interval, without the unit where it is the value's.
func bounds(f measure.Figure, value float64, i study.Interval) (low, high string) {
	low, high = reports.Quantity(f, i.Low), reports.Quantity(f, i.High)
	at := strings.LastIndexByte(low, ' ')
	if at < 0 {
		return low, high
	}
	unit := low[at:]
	if strings.HasSuffix(high, unit) && strings.HasSuffix(reports.Quantity(f, value), unit) {
		return strings.TrimSuffix(low, unit), strings.TrimSuffix(high, unit)
	}
	return low, high
}

// spaced is a scenario's length of time in milliseconds, such as 15ms, as people write it.
func spaced(ms string) string { return strings.Replace(ms, "ms", " ms", 1) }
