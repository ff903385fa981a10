package front

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
)

// limitHeaders are the headers of an answer that tell of limits.
func limitHeaders(rec *httptest.ResponseRecorder) (all []string) {
	for _, name := range []string{
		"Retry-After", "X-Rate-Limit-Policy", "X-Rate-Limit-Rules", "X-Rate-Limit-Client",
		"X-Rate-Limit-Client-State", "X-Rate-Limit-All", "X-Rate-Limit-All-State",
		"RateLimit-Policy", "RateLimit", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
	} {
		for _, value := range rec.Header().Values(name) {
			all = append(all, name+": "+value)
		}
	}
	return all
}

// Two of a minute by client, five of an hour of all, told in each kind of headers: after one
// request, after the third, which is refused, and 45 s later. Windows slide, and what is refused
// counts: all of the first three leave 15 s after that, the fourth, with which the window is whole
// again, after 60 s.
func TestLimitHeaders(t *testing.T) {
	for _, test := range []struct {
		announces           fakecarrier.Announcement
		first, third, later []string
	}{
		{fakecarrier.AnnounceRules, []string{
			"X-Rate-Limit-Policy: token-request-limit", "X-Rate-Limit-Rules: Client,All",
			"X-Rate-Limit-Client: 2:60:60", "X-Rate-Limit-Client-State: 1:60:0",
			"X-Rate-Limit-All: 5:3600:3600", "X-Rate-Limit-All-State: 1:3600:0",
		}, []string{
			"Retry-After: 60",
			"X-Rate-Limit-Policy: token-request-limit", "X-Rate-Limit-Rules: Client,All",
			"X-Rate-Limit-Client: 2:60:60", "X-Rate-Limit-Client-State: 3:60:60",
			"X-Rate-Limit-All: 5:3600:3600", "X-Rate-Limit-All-State: 3:3600:0",
		}, []string{
			"Retry-After: 15",
			"X-Rate-Limit-Policy: token-request-limit", "X-Rate-Limit-Rules: Client,All",
			"X-Rate-Limit-Client: 2:60:60", "X-Rate-Limit-Client-State: 3:60:15",
			"X-Rate-Limit-All: 5:3600:3600", "X-Rate-Limit-All-State: 4:3600:0",
		}},
		{fakecarrier.AnnounceFields, []string{
			`RateLimit-Policy: "client-1m";q=2;w=60, "all-1h";q=5;w=3600`,
			`RateLimit: "client-1m";r=1;t=60, "all-1h";r=4;t=3600`,
		}, []string{
			"Retry-After: 60",
			`RateLimit-Policy: "client-1m";q=2;w=60, "all-1h";q=5;w=3600`,
			`RateLimit: "client-1m";r=0;t=60, "all-1h";r=2;t=3600`,
		}, []string{
			"Retry-After: 15",
			`RateLimit-Policy: "client-1m";q=2;w=60, "all-1h";q=5;w=3600`,
			`RateLimit: "client-1m";r=0;t=60, "all-1h";r=1;t=3600`,
		}},
		{fakecarrier.AnnounceThree, []string{
			"RateLimit-Limit: 2", "RateLimit-Remaining: 1", "RateLimit-Reset: 60",
		}, []string{
			"Retry-After: 60", "RateLimit-Limit: 2", "RateLimit-Remaining: 0", "RateLimit-Reset: 60",
		}, []string{
			"Retry-After: 15", "RateLimit-Limit: 2", "RateLimit-Remaining: 0", "RateLimit-Reset: 60",
		}},
		{fakecarrier.AnnounceNothing, nil, []string{"Retry-After: 60"}, []string{"Retry-After: 15"}},
	} {
		w, clock := world(t, "generic", "", func(s *Setup) {
			meter := func(key fakecarrier.Key, hits int, window time.Duration) fakecarrier.Meter {
				return fakecarrier.Meter{
					Watches: throttle.TokenScope, Key: key, Announces: test.announces,
					Limit: quota.Limit{Hits: hits, Window: window, Kind: quota.Sliding},
					Refusal: fakecarrier.Refusal{
						Status: 429, Reason: fakecarrier.ReasonThrottled, RetryAfter: true,
					},
				}
			}
			s.Profile.Meters = []fakecarrier.Meter{
				meter(fakecarrier.ByClient, 2, time.Minute), meter(fakecarrier.Together, 5, time.Hour),
			}
		})
		first, _ := limitHeaders(askToken(w)), limitHeaders(askToken(w))
		third := limitHeaders(askToken(w))
		clock.Advance(45 * time.Second)
		later := limitHeaders(askToken(w))
		name := test.announces.String()
		require.Equal(t, test.first, first, name)
		require.Equal(t, test.third, third, name)
		require.Equal(t, test.later, later, name)
		require.Empty(t, limitHeaders(ask(w, "GET", "/api/x", "")), "%s: no meter watches it", name)
	}
}

// Path of Exile's token endpoint, as it was seen.
func TestLimitHeadersOfAPenalty(t *testing.T) {
	w, clock := world(t, "path-of-exile", "A4", nil)
	state := func() []string {
		h := askToken(w).Header()
		return []string{h.Get("X-Rate-Limit-Policy"), h.Get("X-Rate-Limit-Ip"),
			h.Get("X-Rate-Limit-Ip-State"), h.Get("Retry-After")}
	}
	require.Equal(t, []string{"token-request-limit", "60:30:30", "1:30:0", ""}, state())
	for range 58 {
		askToken(w)
	}
	require.Equal(t, []string{"token-request-limit", "60:30:30", "60:30:0", ""}, state())
	require.Equal(t, []string{"token-request-limit", "60:30:30", "61:30:30", "30"}, state())
	clock.Advance(25 * time.Second)
	require.Equal(t, []string{"token-request-limit", "60:30:30", "61:30:5", "5"}, state())
	clock.Advance(5 * time.Second)
	require.Equal(t, []string{"token-request-limit", "60:30:30", "1:30:0", ""}, state())
}
