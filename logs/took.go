package logs

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// units are the least and the greatest unit that how long requests took may be in. Apache writes a
// whole number, be it of seconds (%T, %{s}T), milliseconds (%{ms}T) or microseconds (%D, %{us}T).
type units struct{ least, most int64 }

// tookUnits are the units if stamps are when requests began, and if they are when answers ended.
type tookUnits struct{ began, ended units }

// countedIn are the units of whole numbers: servers count microseconds at most, and programs
// whatever their language has.
func (f *Format) countedIn() []int64 {
	if f.Generic {
		return []int64{ns, micro, milli, second}
	}
	return []int64{micro, milli, second}
}

var (
	anyUnit      = units{micro, second}
	anyTookUnits = tookUnits{anyUnit, anyUnit}
)

// A timed is a record that says how long it took: in nanoseconds, or in a unit that is not known.
type timed struct {
	at, unit, took int64
	counted        bool
}

// What is taken for granted of requests (assumed).
const (
	longestHalf = 10 * second  // not half of them take longer
	shortest    = 10 * micro   // not all of them take less
	longest     = 24 * 60 * 60 // seconds: none takes longer
	written     = second       // a line stands in the log so soon after its request
	usualHalf   = milli        // where half of them take this long in us, it may be us alone
	usualMillis = int64(10)    // and where half of them take so many ms, ms
)

// findLengths tells what the order of lines says, which are written as requests end: whether stamps
// are when they began, since they are in no order, but in order with how long each took; and in
// which unit that is. In the wrong unit, requests that end early would stand behind others that end
// late. Stamps in order tell nothing: those of a file that was sorted are. stamp is what is known,
// and the unit is one of those given.
func findLengths(records []timed, stamp Stamp, in []int64) (u tookUnits, begins bool, why string) {
	var took []int64
	for _, r := range records {
		if r.counted {
			took = append(took, r.took)
		}
	}
	sorted := stamp != Begins && inOrder(records, 0, false)
	if len(took) == 0 {
		return anyTookUnits, !sorted && inOrder(records, 0, true), ""
	}
	slices.Sort(took)
	half, most := took[len(took)/2], took[len(took)-1]
	var fit, plausible []int64
	for _, unit := range in {
		if most > longest*second/unit || half > longestHalf/unit || most*unit < shortest {
			continue
		}
		if plausible = append(plausible, unit); stamp == Ends || inOrder(records, unit, true) {
			fit = append(fit, unit)
		}
	}
	begins = !sorted && len(fit) > 0
	if len(plausible) == 0 {
		plausible = in
	}
	if len(fit) == 0 {
		fit = slices.Clone(plausible)
	}
	switch fit[len(fit)-1] {
	case micro:
		if half*micro < usualHalf { // a file that was sorted by its stamps
			fit = append(fit, milli)
		}
	case milli:
		if half < usualMillis {
			fit = append(fit, second)
		}
	}
	u = tookUnits{unitsOf(fit), unitsOf(append(plausible, fit...))}
	if begins {
		u.ended = u.began
	}
	if u.began == u.ended && len(fit) == 1 {
		others := slices.DeleteFunc(slices.Clone(in), func(unit int64) bool { return unit == fit[0] })
		return u, begins, fmt.Sprintf("in %s: in %s it would be implausible, or its lines out of order",
			unitNames(fit), unitNames(others))
	}
	if u.ended != u.began {
		fit = append(fit, plausible...)
	}
	return u, begins, fmt.Sprintf("in %s, which cannot be told apart: it is taken as an "+
		"interval, and "+
		"--duration-unit says it", unitNames(fit))
}

// unitsOf are the least and the greatest of some units.
func unitsOf(all []int64) units { return units{slices.Min(all), slices.Max(all)} }

// inOrder reports whether requests end in the order of their lines, in this unit; or whether their
// stamps alone are in order.
func inOrder(records []timed, unit int64, began bool) bool {
	last := int64(0) // of those that end the latest, when it ended at the earliest
	for _, r := range records {
		took, most := int64(0), int64(0)
		switch {
		case began && r.counted:
			took, most = r.took*unit, (r.took+1)*unit
		case began:
			took, most = r.took, r.took+micro
		}
		if r.at+r.unit+most+written < last {
			return false
		}
		last = max(last, r.at+took)
	}
	return true
}

// unitNames names units, each once, the finest first.
func unitNames(all []int64) string {
	all = slices.Compact(slices.Sorted(slices.Values(all)))
	var names []string
	for _, unit := range all {
		names = append(names, unitName(unit))
	}
	return strings.Join(names, " or ")
}

func unitName(unit int64) string {
	switch unit {
	case micro:
		return "us"
	case milli:
		return "ms"
	case ns:
		return "ns"
	}
	return "s"
}

// setDuration sets how long it took: a whole number whose unit is not known, behind a name and =
// or before its unit if there are such, or a number of seconds before one of microseconds: 0/87312.
func setDuration(r *record, text []byte) bool {
	if name, value, named := bytes.Cut(text, []byte("=")); named {
		if !tookNames.Match(name) {
			return false
		}
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
			r.setTookWord("", text)
		}
		return r.tookUnit > 0
	}
	r.took, r.tookUnit, r.counted = n, 1, true
	return n <= farthest/second
}
