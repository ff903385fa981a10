package logs

import (
	"bytes"
	"strings"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// offset reads how far the zone behind a local time is ahead of UTC, or finds it where there is
// none. Of a local time that the zone has twice, when its clocks are put back, it is that of the
// first, and twice is how much later the second is. One that they are put forward over is not read.
func offset(text []byte, local int64, zone *time.Location) (ahead, twice int64, ok bool) {
	text = bytes.TrimLeft(text, " ")
	switch {
	case len(text) > 2 && (text[0] == '+' || text[0] == '-'):
	case len(text) == 0 && zone == time.UTC || ofUTC(text):
		return 0, 0, true
	case len(text) == 0 || isName(text):
		return named(text, local, zone)
	default:
		return 0, 0, false
	}
	hours, ok1 := digits(text[1:3])
	rest := bytes.TrimPrefix(text[3:], []byte(":"))
	minutes, ok2 := digits(rest)
	if len(rest) == 0 {
		minutes, ok2 = 0, true
	}
	ahead = (hours*60 + minutes) * minute
	if text[0] == '-' {
		ahead = -ahead
	}
	return ahead, 0, ok1 && ok2 && len(rest) <= 2 && hours <= 14 && minutes <= 59
}

// named is the offset at a local time of a zone. A name, as CEST, must be that which the zone has
// then: the same name is another zone elsewhere, and no name but UTC is known without a zone.
func named(name []byte, local int64, zone *time.Location) (ahead, twice int64, ok bool) {
	if zone == time.UTC {
		return 0, 0, false
	}
	_, before := time.Unix(0, local-24*60*minute).In(zone).Zone()
	_, after := time.Unix(0, local+24*60*minute).In(zone).Zone()
	fits := func(seconds int) bool {
		called, there := time.Unix(0, local-int64(seconds)*second).In(zone).Zone()
		return there == seconds && (len(name) == 0 || called == string(name))
	}
	first, second := fits(before), fits(after)
	ahead = int64(before) * int64(time.Second)
	switch {
	case first && second && before > after:
		return ahead, unit.Ceil(int64(before-after)*int64(time.Second), minute), true
	case first:
		return ahead, 0, true
	}
	return int64(after) * int64(time.Second), 0, second
}

// ofUTC reports whether a zone is UTC, whatever else is known.
func ofUTC(text []byte) bool {
	switch string(text) {
	case "Z", "z", "UTC", "GMT", "UT":
		return true
	}
	return false
}

// isName reports whether a text may be the name of a zone, as CET.
func isName(text []byte) bool {
	for _, c := range text {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(text) >= 2 && len(text) <= 5
}

// behindStamp are the words that logs have behind a stamp and that belong to it: names of zones,
// and halves of a day.
var behindStamp = map[string]bool{}

func init() {
	const names = "AM PM UTC GMT UT WET WEST CET CEST EET EEST BST IST MSK TRT SAST EAT CAT WAT PKT " +
		"NPT ICT WIB SGT HKT CST JST KST AWST ACST ACDT AEST AEDT NZST NZDT NST NDT AST ADT EST EDT " +
		"CDT MST MDT PST PDT AKST AKDT HST BRT ART CLT CLST COT PET"
	for name := range strings.FieldsSeq(names) {
		behindStamp[name] = true
	}
}

// notStamp notes that a text is no stamp, and why.
func (r *record) notStamp(text []byte, zone *time.Location) outcome {
	r.wrong(text, whyNoStamp(text, zone))
	r.unit, r.misstamped = 0, true
	return broken
}

// whyNoStamp says what is meant instead of a text that no clock reads.
func whyNoStamp(text []byte, zone *time.Location) string {
	name := text[bytes.LastIndexByte(text, ' ')+1:]
	_, _, inUTC := anyClock(text, time.UTC)
	_, _, inZone := anyClock(text, zone)
	switch {
	case inUTC && !inZone:
		return "a time of " + zone.String() + ", whose clocks are put forward over this one"
	case isName(name) && len(name) < len(text) && behindStamp[string(name)] && !ofUTC(name):
		if name[len(name)-1] == 'M' && len(name) == 2 {
			return "the hours of a day from 00 to 23"
		}
		if zone != time.UTC {
			return "a zone as +0100 or UTC, or one that " + zone.String() + " has then"
		}
		return "a zone as +0100 or UTC: several are called " + string(name) +
			", and --zone says which, as --zone Europe/Berlin"
	}
	return "a date and time of the calendar, from 1970 on and before 2250"
}
