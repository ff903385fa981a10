package unit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MeantRate is what an error says was meant where a rate belongs.
const MeantRate = `a rate such as "20/s", "1.5/s", "90/m"`

// mostPerUnit is the largest number in front of a rate's unit (assumed: no fleet has more).
const mostPerUnit = 1e7

// ParseRate reads so many per second, minute or hour, such as "20/s" or "90/m", and returns how
// many that is per second.
func ParseRate(text string) (float64, error) {
	count, unit, _ := strings.Cut(text, "/")
	seconds := map[string]float64{"s": 1, "m": 60, "h": 3600}[unit]
	n, err := strconv.ParseFloat(count, 64)
	plain := strings.Trim(count, "0123456789.") == "" // no sign, exponent, infinity or hexadecimal
	if err != nil || seconds == 0 || !plain || n > mostPerUnit || math.IsNaN(n) {
		return 0, &Error{fmt.Sprintf("%q, which is no rate", Shorten(text)), MeantRate}
	}
	return n / seconds, nil
}
