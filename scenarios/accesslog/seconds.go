package accesslog

import (
	"strconv"
	"strings"
	"time"
)

// Seconds reads seconds exactly, to the nanosecond.
func Seconds(text string) (time.Duration, bool) {
	whole, fraction, _ := strings.Cut(strings.TrimSpace(text), ".")
	if len(fraction) > 9 || whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, false
	}
	s, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || s > int64(100*365*24*time.Hour/time.Second) {
		return 0, false
	}
	ns, err := strconv.ParseInt((fraction + "000000000")[:9], 10, 64)
	return time.Duration(s*1e9 + ns), err == nil
}
