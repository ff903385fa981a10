package logs

import (
	"bytes"
	"time"
)

// A clock reads stamps as a log writes them: in nanoseconds of Unix time, with what the last digit
// stands for. Stamps without a zone are of the zone. Where its clocks were put back and it has a
// time twice, the unit is longer by what lies between the two, which is minutes.
type clock func(text []byte, zone *time.Location) (at, unit int64, ok bool)

const (
	ns     = int64(time.Nanosecond)
	micro  = int64(time.Microsecond)
	milli  = int64(time.Millisecond)
	second = int64(time.Second)
	minute = int64(time.Minute)
)

// remembered returns a clock that knows the last stamp again: of a busy log, most lines have that
// of the line before. Its zone must not change.
func remembered(stamps clock) clock {
	var last []byte
	var lastAt, lastUnit int64
	return func(text []byte, zone *time.Location) (at, unit int64, ok bool) {
		if len(last) > 0 && bytes.Equal(text, last) {
			return lastAt, lastUnit, true
		}
		if at, unit, ok = stamps(text, zone); ok {
			last, lastAt, lastUnit = append(last[:0], text...), at, unit
		}
		return at, unit, ok
	}
}

// offsetsBelow is the number below which seconds are offsets and no time of day: 10^8 seconds after
// 1970 it was March 1973.
const offsetsBelow = 100_000_000

// epoch returns the clock of numbers of this unit, in nanoseconds.
func epoch(unit int64) clock {
	return func(text []byte, _ *time.Location) (at, last int64, ok bool) {
		return decimal(text, unit)
	}
}

// anyClock reads stamps of any writing: numbers by their size, ISO 8601, and what servers write.
func anyClock(text []byte, zone *time.Location) (at, unit int64, ok bool) {
	if at, unit, ok = anyEpoch(text, zone); ok {
		return at, unit, ok
	}
	if at, unit, ok = isoClock(text, zone); ok {
		return at, unit, ok
	}
	if at, unit, ok = serverClock(text, zone); ok {
		return at, unit, ok
	}
	return wordyClock(text, zone)
}

// anyEpoch reads a number of seconds, or, if it is too large for that, of milliseconds,
// microseconds or nanoseconds: from 1973 to 2250 these do not meet.
func anyEpoch(text []byte, _ *time.Location) (at, unit int64, ok bool) {
	whole, _, _ := bytes.Cut(text, []byte("."))
	switch length := len(whole); {
	case length <= 10:
		return decimal(text, second)
	case length <= 13:
		return decimal(text, milli)
	case length <= 16:
		return decimal(text, micro)
	case length <= 18:
		return decimal(text, ns)
	}
	return nanoseconds(whole)
}

// nanoseconds reads the nineteen digits that nanoseconds have since 2001.
func nanoseconds(text []byte) (at, unit int64, ok bool) {
	if len(text) != 19 {
		return 0, 0, false
	}
	high, good := digits(text[:10])
	low, fine := digits(text[10:])
	return high*second + low, ns, good && fine && high < farthest/second
}

// isoClock reads ISO 8601 as logs have it: 2026-03-02T07:00:03.123Z, with a blank for the T, with
// +0200, +02:00, or without a zone.
func isoClock(text []byte, zone *time.Location) (at, unit int64, ok bool) {
	if len(text) < 16 || text[4] != '-' && text[4] != '/' || text[7] != text[4] ||
		text[10] != 'T' && text[10] != ' ' && text[10] != 't' || text[13] != ':' {
		return 0, 0, false
	}
	y, ok1 := digits(text[:4])
	m, ok2 := digits(text[5:7])
	d, ok3 := digits(text[8:10])
	if !ok1 || !ok2 || !ok3 {
		return 0, 0, false
	}
	return timeOfDay(text[11:], y, m, d, zone)
}

var months = map[string]int64{
	"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
	"Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}

// serverClock reads what web servers write: 02/Mar/2026:07:00:03 +0000, as Tomcat
// 02-Mar-2026 07:00:03, with or without a fraction and a zone.
func serverClock(text []byte, zone *time.Location) (at, unit int64, ok bool) {
	if len(text) < 20 || text[2] != '/' && text[2] != '-' || text[6] != text[2] ||
		text[11] != ':' && text[11] != ' ' {
		return 0, 0, false
	}
	d, ok1 := digits(text[:2])
	y, ok2 := digits(text[7:11])
	m := months[string(text[3:6])]
	if !ok1 || !ok2 || m == 0 {
		return 0, 0, false
	}
	return timeOfDay(text[12:], y, m, d, zone)
}

// timeOfDay reads 07:00, 07:00:03 or 07:00:03.123 and the zone behind it, of a day.
func timeOfDay(text []byte, y, m, d int64, zone *time.Location) (at, unit int64, ok bool) {
	if len(text) < 5 || text[2] != ':' {
		return 0, 0, false
	}
	h, ok1 := digits(text[:2])
	min, ok2 := digits(text[3:5])
	at, unit, rest := (h*60+min)*minute, minute, text[5:]
	if len(rest) > 2 && rest[0] == ':' {
		s, ok3 := digits(rest[1:3])
		if !ok3 || s > 60 {
			return 0, 0, false
		}
		at, unit, rest = at+s*second, second, rest[3:]
		if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') {
			n := 1
			for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
				if unit > 1 {
					unit /= 10
					at += int64(rest[n]-'0') * unit
				}
				n++
			}
			if n == 1 {
				return 0, 0, false
			}
			rest = rest[n:]
		}
	}
	if !ok1 || !ok2 || h > 23 || min > 59 || m < 1 || m > 12 || d < 1 || d > daysOf(y, m) ||
		y < 1970 || y > 2249 {
		return 0, 0, false
	}
	at += daysTo(y, m, d) * 24 * 60 * minute
	ahead, twice, ok := offset(rest, at, zone)
	return at - ahead, unit + twice, ok && at >= ahead
}

// daysTo is the number of days from 1970 to a day of the Gregorian calendar.
func daysTo(y, m, d int64) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 1 - 719468
}

func daysOf(y, m int64) int64 {
	switch {
	case m == 2 && (y%4 == 0 && y%100 != 0 || y%400 == 0):
		return 29
	case m == 2:
		return 28
	case m == 4 || m == 6 || m == 9 || m == 11:
		return 30
	}
	return 31
}
