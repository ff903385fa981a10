package study

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Variation is a field of a scenario, or a setting of its strategies, and the values that it is
// to take.
type Variation struct {
	Path   string
	Values []string
}

// mostValues is more than anybody wants to look at (assumed).
const mostValues = 10_000

// ParseVariation reads field=a,b,c or field=from..to/step. A range without a step has whole steps
// of numbers, and hundredths of lengths of time.
func ParseVariation(text string) (Variation, error) {
	path, values, found := strings.Cut(text, "=")
	if !found || path == "" || values == "" {
		return Variation{}, fmt.Errorf("%q; meant field=values, such as "+
			"fleet.users=50..1000/50 or network.rtt=50ms,100ms", text)
	}
	v := Variation{Path: path}
	for part := range strings.SplitSeq(values, ",") {
		list, err := spelledOut(strings.TrimSpace(part))
		if err != nil {
			return Variation{}, fmt.Errorf("%s: %w", text, err)
		}
		for _, value := range list {
			if slices.Contains(v.Values, value) {
				return Variation{}, fmt.Errorf("%s: %s comes twice", text, value)
			}
			v.Values = append(v.Values, value)
		}
	}
	return v, nil
}

// spelledOut are the values of a range; a single value is itself.
func spelledOut(part string) ([]string, error) {
	from, rest, isRange := strings.Cut(part, "..")
	to, step, hasStep := strings.Cut(rest, "/")
	low, unit, err := end(from)
	if !isRange || err != nil {
		if part == "" {
			return nil, errors.New("an empty value")
		}
		return []string{part}, nil // such as uniform 40ms..60ms
	}
	high, other, err := end(to)
	if err != nil || other != unit {
		return nil, fmt.Errorf("%s goes from %s to %q; meant an end like the beginning", part, from,
			to)
	}
	by := 1.0
	if unit == lengthOfTime {
		by = (high - low) / 100
	}
	if hasStep {
		if by, other, err = end(step); err != nil || other != unit {
			return nil, fmt.Errorf("%s has steps of %q; meant one like the ends", part, step)
		}
	}
	switch n := math.Floor((high-low)/by + 1e-9); {
	case high < low:
		return nil, fmt.Errorf("the empty range %s; meant one that does not run backwards", part)
	case high == low:
		return []string{from}, nil
	case !(by > 0):
		return nil, fmt.Errorf("%s has no step above 0", part)
	case n >= mostValues:
		return nil, fmt.Errorf("%s has more than %d values", part, mostValues)
	default:
		var values []string
		for i := range int(n) + 1 {
			values = append(values, unit.print(low+float64(i)*by))
		}
		return values, nil
	}
}

// Short is the range that has these values, empty where none does.
func (v *Variation) Short() string {
	if len(v.Values) < 3 {
		return ""
	}
	first, unit, err := end(v.Values[0])
	second, _, err2 := end(v.Values[1])
	if err != nil || err2 != nil {
		return ""
	}
	text := v.Values[0] + ".." + v.Values[len(v.Values)-1] + "/" + unit.print(second-first)
	if again, err := spelledOut(text); err != nil || !slices.Equal(again, v.Values) {
		return ""
	}
	return text
}

// A dimension is what the ends of a range are.
type dimension uint8

const (
	plainNumber dimension = iota
	lengthOfTime
)

// end reads the end of a range: a number, or a length of time in nanoseconds.
func end(text string) (float64, dimension, error) {
	if v, err := strconv.ParseFloat(text, 64); err == nil && !math.IsInf(v, 0) && v == v {
		return v, plainNumber, nil
	}
	d, err := time.ParseDuration(text)
	return float64(d), lengthOfTime, err
}

// Number is the i-th value as a number, and its unit: ms where it is a length of time. The number
// is NaN where the value is no number.
func (v *Variation) Number(i int) (number float64, unit string) {
	x, dimension, err := end(v.Values[i])
	switch {
	case err != nil:
		return math.NaN(), ""
	case dimension == lengthOfTime:
		return x / 1e6, "ms"
	}
	return x, ""
}

// print writes a value of a range, without the last digits that adding steps leaves.
func (d dimension) print(v float64) string {
	if d == lengthOfTime {
		return time.Duration(math.Round(v)).String()
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		panic(err) // it was written a line above
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
