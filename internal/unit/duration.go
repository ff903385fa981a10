package unit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// MeantDuration is what an error says was meant where a length of time belongs.
const MeantDuration = `a length of time such as "200ms", "5s", "1h30m"`

// ParseDuration reads a length of time with its unit, such as "200ms" or "-1h30m". A number without
// a unit is refused: nobody can tell what it counts.
func ParseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
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
