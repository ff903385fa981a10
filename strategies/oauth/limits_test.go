package oauth

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

func TestLimits(t *testing.T) {
	told := func(hits, window, remaining, reset int) strategies.Limit {
		return strategies.Limit{
			Hits: hits, Window: time.Duration(window) * time.Second, Remaining: remaining,
			Reset: time.Duration(reset) * time.Second,
		}
	}
	for _, test := range []struct {
		name string
		head []string
		want []strategies.Limit
	}{
		{"nothing", nil, nil},
		// What Path of Exile's token endpoint answered on 2026-08-16 (gerwaric/acquisition#201).
		{"rules", []string{
			"X-Rate-Limit-Rules", "Ip", "X-Rate-Limit-Ip", "60:30:30", "X-Rate-Limit-Ip-State", "1:30:0",
		}, []strategies.Limit{told(60, 30, 59, 30)}},
		// What its API answered to a reader of r/pathofexiledev on 2024-04-13.
		{"several rules", []string{
			"X-Rate-Limit-Rules", "Account,Ip",
			"X-Rate-Limit-Ip", "45:60:120,180:1800:600", "X-Rate-Limit-Ip-State", "1:60:0,2:1800:0",
			"X-Rate-Limit-Account", "30:60:60,100:1800:600",
			"X-Rate-Limit-Account-State", "1:60:0,103:1800:600",
		}, []strategies.Limit{
			told(30, 60, 29, 60), told(100, 1800, 0, 600),
			told(45, 60, 44, 60), told(180, 1800, 178, 1800),
		}},
		{"rules that cannot be read", []string{
			"X-Rate-Limit-Rules", "Ip,Account,Client",
			"X-Rate-Limit-Ip", "60:30", "X-Rate-Limit-Ip-State", "1:30:0",
			"X-Rate-Limit-Account", "60:30:30", "X-Rate-Limit-Account-State", "x:30:0",
		}, nil},
		// The example of draft-ietf-httpapi-ratelimit-headers-10, section 4.
		{"fields", []string{
			"RateLimit-Policy", `"burst";q=100;w=60,"daily";q=1000;w=86400`,
			"RateLimit", `"burst";r=50;t=30`,
		}, []strategies.Limit{told(100, 60, 50, 30)}},
		{"fields without a policy", []string{"RateLimit", `"default";r=0; t=5, "other";t=5`},
			[]strategies.Limit{told(0, 0, 0, 5)}},
		{"three", []string{
			"RateLimit-Limit", "100, 100;w=60", "RateLimit-Remaining", "0", "RateLimit-Reset", "7",
		}, []strategies.Limit{told(100, 0, 0, 7)}},
		{"a number beyond all", []string{
			"RateLimit-Remaining", "99999999999999999999", "RateLimit-Reset", "9999999999",
		}, nil},
		{"a large number", []string{
			"RateLimit-Remaining", "1", "RateLimit-Reset", "9999999999",
		}, []strategies.Limit{told(0, 0, 1, 2147483647)}},
	} {
		h := http.Header{}
		for i := 0; i < len(test.head); i += 2 {
			h.Set(test.head[i], test.head[i+1])
		}
		require.Equal(t, test.want, limits(h), test.name)
	}
}

// No headers are too odd.
func FuzzLimits(f *testing.F) {
	f.Add("Ip,", "60:30:30,", "1:30:0", `"a";r=1;t=2`, `"a";q=5;w=9`, "1")
	f.Fuzz(func(t *testing.T, rules, rule, state, fields, policy, left string) {
		h := http.Header{}
		h.Set("X-Rate-Limit-Rules", rules)
		h.Set("X-Rate-Limit-Ip", rule)
		h.Set("X-Rate-Limit-Ip-State", state)
		h.Set("RateLimit", fields)
		h.Set("RateLimit-Policy", policy)
		h.Set("RateLimit-Remaining", left)
		for _, l := range limits(h) {
			require.True(t, l.Hits >= 0 && l.Window >= 0 && l.Remaining >= 0 && l.Reset >= 0)
		}
	})
}
