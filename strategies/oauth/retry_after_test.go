package oauth

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2100, 1, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		said, date string
		now        time.Time
		want       time.Duration
	}{
		{"", "", now, 0},
		{"0", "", now, 0},
		{"40", "", now, 40 * time.Second},
		{"40", "", time.Time{}, 40 * time.Second},
		{"-1", "", now, 0},
		{"1.5", "", now, 0},
		{"soon", "", now, 0},
		{"99999999999", "", now, strategies.Longest},
		{"999999999999999999999999", "", now, strategies.Longest},
		{"Fri, 01 Jan 2100 12:00:40 GMT", "", now, 40 * time.Second},
		{"Fri, 01 Jan 2100 11:59:59 GMT", "", now, 0},
		{"Fri, 01 Jan 2100 12:00:40 GMT", "Fri, 01 Jan 2100 12:00:10 GMT", now, 30 * time.Second},
		{"Fri, 01 Jan 2100 12:00:40 GMT", "yesterday", now, 40 * time.Second},
		{"Fri, 01 Jan 2100 12:00:40 GMT", "", time.Time{}, 0},
		{"Fri, 01 Jan 9999 12:00:40 GMT", "", now, strategies.Longest},
	} {
		h := http.Header{}
		h.Set("Retry-After", test.said)
		h.Set("Date", test.date)
		require.Equal(t, test.want, retryAfter(h, test.now), "%q on %q", test.said, test.date)
	}
}
