package unit

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// MeantDuration is what an error says was meant where a length of time belongs.
const MeantDuration = `a length of time such as "200ms", "5s", "1h30m"`

// ParseDuration reads a length of time with its unit, such as "200ms", "-1h30m" or "30d"; a day is
// 24 hours. A number without a unit is refused: nobody can tell what it counts.
func ParseDuration(text string) (time.Duration, error) {
	d, err := parseDays(text)
	switch {
	case text == "":
		return 0, &Error{"nothing", MeantDuration}
	case strings.Trim(text, "+-0123456789.") == "":
		return 0, &Error{fmt.Sprintf("%q, a number without a unit", text), MeantDuration}
	case err != nil:
		return 0, &Error{fmt.Sprintf("%q, which is no length of time", Shorten(text)), MeantDuration}
	}
	return d, nil
}

// parseDays is time.ParseDuration, and reads days in front of the other units.
func parseDays(text string) (time.Duration, error) {
	days, rest, found := strings.Cut(text, "d")
	if !found {
		return time.ParseDuration(text)
	}
	sign := days[:len(days)-len(strings.TrimLeft(days, "+-"))]
	hours, err := time.ParseDuration(days + "h")
	more, also := time.ParseDuration(sign + cmp.Or(rest, "0s"))
	d := 24*hours + more
	if errors.Join(err, also) != nil || strings.Trim(days, "+-.0123456789") != "" ||
		sign == "" && more < 0 || hours.Abs() > math.MaxInt64/24 || (d < 24*hours) != (more < 0) {
		return 0, errors.New("no length of time")
	}
	return d, nil
}

// FormatDuration writes a length of time without the units that are zero: 1h, not 1h0m0s.
func FormatDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// Quote returns a text in quotes, cut if it is too long for a message.
func Quote(text string) string { return strconv.Quote(Shorten(text)) }

// Shorten cuts a text that is too long for a message.
func Shorten(text string) string {
	const most = 60 // assumed: leaves room for the rest of a line
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "..."
}
