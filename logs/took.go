package logs

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// tookUnits is the least and the greatest unit that how long requests took may be in. Apache writes
// a whole number, be it of seconds (%T, %{s}T), milliseconds (%{ms}T) or microseconds (%D, %{us}T).
type tookUnits struct{ least, most int64 }

var anyTookUnit = tookUnits{micro, second}

// A timed is a record that says how long it took in a unit that is not known.
type timed struct{ at, unit, took int64 }

// What is taken for granted of requests (assumed).
const (
	longestHalf = 10 * second  // not half of them take longer
	shortest    = 10 * micro   // not all of them take less
	longest     = 24 * 60 * 60 // seconds: none takes longer
	written     = second       // a line stands in the log so soon after its request
	usualHalf   = milli        // where half of them take this long in us, it may be us alone
	usualMillis = int64(10)    // and where half of them take so many ms, ms
)

// findTookUnits tells the unit from the order of lines, which are written as requests end: in the
// wrong unit, requests that end early would stand behind others that end late.
func findTookUnits(records []timed) (u tookUnits, why string) {
	var took []int64
	for _, r := range records {
		took = append(took, r.took)
	}
	if len(took) == 0 {
		return anyTookUnit, ""
	}
	slices.Sort(took)
	half, most := took[len(took)/2], took[len(took)-1]
	var fit, unfit []string
	for _, unit := range []int64{micro, milli, second} {
		if most > longest*second/unit || half > longestHalf/unit ||
			unit == micro && most*unit < shortest || !inOrder(records, unit) {
			unfit = append(unfit, unitName(unit))
			continue
		}
		if u.least == 0 {
			u.least = unit
		}
		u.most = unit
		fit = append(fit, unitName(unit))
	}
	switch {
	case u.least == 0:
		return anyTookUnit, "in us, ms or s, of which none puts its lines in order: " +
			"--duration-unit says it"
	case u.most == micro && half*micro < usualHalf:
		u.most, fit = milli, []string{"us", "ms"} // a file that was sorted by its stamps
	case u.most == milli && half < usualMillis:
		u.most, fit = second, append(fit, "s")
	}
	if u.least < u.most {
		return u, fmt.Sprintf("in %s, which cannot be told apart: it is taken as an interval, and "+
			"--duration-unit says it", strings.Join(fit, " or "))
	}
	return u, fmt.Sprintf("in %s: in %s it would be implausible, or its lines out of order",
		fit[0], strings.Join(unfit, " or "))
}

// inOrder reports whether requests end in the order of their lines, in this unit.
func inOrder(records []timed, unit int64) bool {
	last := int64(0) // of those that end the latest, when it ended at the earliest
	for _, r := range records {
		if r.at+r.unit+(r.took+1)*unit+written < last {
			return false
		}
		last = max(last, r.at+r.took*unit)
	}
	return true
}

func unitName(unit int64) string {
	switch unit {
	case micro:
		return "us"
	case milli:
		return "ms"
	}
	return "s"
}

// setDuration sets how long it took: a whole number whose unit is not known, behind a name and =
// or before its unit if there are such, or a number of seconds before one of microseconds: 0/87312.
func setDuration(r *record, text []byte) bool {
	if _, value, named := bytes.Cut(text, []byte("=")); named {
		text = bytes.Trim(value, `"`)
	}
	if whole, fine, pair := bytes.Cut(text, []byte("/")); pair {
		s, ok1 := digits(whole)
		us, ok2 := digits(fine)
		if us < s {
			s, us = us, s
		}
		r.took, r.tookUnit = us*micro, micro
		return ok1 && ok2 && us/1e6 == s && us < farthest/micro
	}
	n, ok := digits(text)
	if !ok {
		if len(text) > 0 && text[0] >= '0' && text[0] <= '9' && text[len(text)-1] == 's' {
			r.setLength(text, 0)
		}
		return r.tookUnit > 0
	}
	r.took, r.tookUnit, r.counted = n, 1, true
	return n <= farthest/second
}
