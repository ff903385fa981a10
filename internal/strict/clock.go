package strict

import (
	"regexp"
	"time"
)

// A time of day is written as hours and minutes, and seconds if need be.
const dayPattern = `([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?`

var timeOfDay = regexp.MustCompile("^" + dayPattern + "$")

// meantTimeOfDay is what was meant by what looks like a time of day.
const meantTimeOfDay = `a time of day from "00:00" to "23:59:59", ` +
	`or a time since the start such as "90m"`

// A clocked value may be written as a time of day.
type clocked interface {
	setClock(begins time.Time, text string) bool
}

// setClock sets an Instant to the first such time of day at or after the beginning of the run.
func (d *timeOf[R]) setClock(begins time.Time, text string) bool {
	if _, instant := any(*new(R)).(instantRule); !instant || !timeOfDay.MatchString(text) {
		return false
	}
	var hour, minute, second int
	for i, part := range []*int{&hour, &minute, &second} {
		if at := 3 * i; at < len(text) {
			*part = int(text[at]-'0')*10 + int(text[at+1]-'0')
		}
	}
	day := time.Date(begins.Year(), begins.Month(), begins.Day(), hour, minute, second, 0, time.UTC)
	if day.Before(begins) {
		day = day.Add(24 * time.Hour)
	}
	*d = timeOf[R](day.Sub(begins))
	return true
}
