package command

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A variation is a field of a scenario, or a setting of its strategies, and the values that it is
// to take.
type variation struct {
	path   string
	values []string
}

// mostValues is more than anybody wants to look at (assumed).
const mostValues = 10_000

// parseVariation reads field=a,b,c or field=from..to/step. A range without a step has whole steps
// of numbers, and hundredths of lengths of time.
func parseVariation(text string) (variation, error) {
	path, values, found := strings.Cut(text, "=")
	if !found || path == "" || values == "" {
		return variation{}, fmt.Errorf("--vary %q; meant field=values, such as "+
			"fleet.users=50..1000/50 or network.rtt=50ms,100ms", text)
	}
	v := variation{path: path}
	for part := range strings.SplitSeq(values, ",") {
		list, err := spelledOut(strings.TrimSpace(part))
		if err != nil {
			return variation{}, fmt.Errorf("--vary %s: %w", text, err)
		}
		for _, value := range list {
			if slices.Contains(v.values, value) {
				return variation{}, fmt.Errorf("--vary %s: %s comes twice", text, value)
			}
			v.values = append(v.values, value)
		}
	}
	return v, nil
}

// spelledOut are the values of a range; a single value is itself.
func spelledOut(part string) ([]string, error) {
	from, rest, isRange := strings.Cut(part, "..")
	to, step, hasStep := strings.Cut(rest, "/")
	low, unit, err := measured(from)
	if !isRange || err != nil {
		if part == "" {
			return nil, errors.New("an empty value")
		}
		return []string{part}, nil // such as uniform 40ms..60ms
	}
	high, other, err := measured(to)
	if err != nil || other != unit {
		return nil, fmt.Errorf("%s goes from %s to %q; meant an end like the beginning", part, from,
			to)
	}
	by := 1.0
	if unit == lengthOfTime {
		by = (high - low) / 100
	}
	if hasStep {
		if by, other, err = measured(step); err != nil || other != unit {
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
			values = append(values, unit.told(low+float64(i)*by))
		}
		return values, nil
	}
}

// short is the range that has these values, empty where none does.
func (v *variation) short() string {
	if len(v.values) < 3 {
		return ""
	}
	first, unit, err := measured(v.values[0])
	if err != nil {
		return ""
	}
	second, _, err := measured(v.values[1])
	if err != nil {
		return ""
	}
	text := v.values[0] + ".." + v.values[len(v.values)-1] + "/" + unit.told(second-first)
	if again, err := spelledOut(text); err != nil || !slices.Equal(again, v.values) {
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

// measured reads the end of a range: a number, or a length of time in nanoseconds.
func measured(text string) (float64, dimension, error) {
	if v, err := strconv.ParseFloat(text, 64); err == nil && !math.IsInf(v, 0) && v == v {
		return v, plainNumber, nil
	}
	d, err := time.ParseDuration(text)
	return float64(d), lengthOfTime, err
}

// told writes a value of a range, without the last digits that adding steps leaves.
func (d dimension) told(v float64) string {
	if d == lengthOfTime {
		return time.Duration(math.Round(v)).String()
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		panic(err) // it was written a line above
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
