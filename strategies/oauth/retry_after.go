package oauth

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// retryAfter reads the header Retry-After (RFC 9110, 10.2.3): a whole number of seconds, or a date,
// which counts from the date of the answer, or else from now. It returns 0 where there is none, or
// one that cannot be read or is past.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	seconds, err := strconv.ParseUint(text, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange) || seconds > uint64(strategies.Longest/time.Second):
		return strategies.Longest
	case err == nil:
		return time.Duration(seconds) * time.Second
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	if now.IsZero() {
		return 0
	}
	return min(max(0, until.Sub(now)), strategies.Longest)
}
