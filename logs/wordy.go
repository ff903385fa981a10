package logs

import (
	"bytes"
	"time"
)

// wordyClock reads dates with words: Mon, 02 Mar 2026 07:00:03 GMT, as mail and HTTP have them, and
// Mon Mar  2 07:00:03.123456 2026, as C and Apache's log of errors, with a zone before the year or
// without one; and Mar 2, 2026 @ 07:00:03.123, as Kibana shows it.
func wordyClock(text []byte, zone *time.Location) (at, unit int64, ok bool) {
	words := bytes.Fields(text)
	if len(words) == 5 && len(words[3]) == 1 && words[3][0] == '@' { // Mar 2, 2026 @ 07:00:03.412
		words = [][]byte{words[0], bytes.TrimSuffix(words[1], []byte(",")), words[4],
			bytes.TrimSuffix(words[2], []byte(","))}
	}
	if len(words) > 0 && months[string(words[0])] == 0 {
		if weekday := bytes.TrimSuffix(words[0], []byte(",")); len(weekday) == 3 {
			words = words[1:]
		}
	}
	if len(words) < 4 || len(words) > 5 {
		return 0, 0, false
	}
	day, month, year, time, behind := words[0], words[1], words[2], words[3], words[4:]
	if months[string(day)] > 0 {
		day, month, time, year = words[1], words[0], words[2], words[len(words)-1]
		behind = words[3 : len(words)-1]
	}
	d, ok1 := digits(day)
	y, ok2 := digits(year)
	m := months[string(month)]
	if !ok1 || !ok2 || m == 0 || len(year) != 4 {
		return 0, 0, false
	}
	return timeOfDay(bytes.Join(append([][]byte{time}, behind...), []byte(" ")), y, m, d, zone)
}
