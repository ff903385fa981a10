package fakecarrier

import "time"

// The two thresholds of FedEx's token endpoint, per public IP: "burst 3 hits per second,
// continuously, during 5 s", "average 1 hit per second, continuously, during 2 min".
// Source: developer.fedex.com, guides/ratelimits (in full on the zh-hk page).
var (
	fedexBurst   = Threshold{Rate: 3, Span: 5 * time.Second}
	fedexAverage = Threshold{Rate: 1, Span: 2 * time.Minute}
)

func init() {
	registerProfile(Profile{
		Name: "fedex",

		// The exp of a captured sandbox token of 2025 is the second of issue + 3600, while the
		// answer says expires_in 3599, as every captured answer does.
		TokenLife: 3600 * time.Second,
		ExpiresIn: 3599 * time.Second,

		// Assumed, and the question this product was made for: no document says that a new token
		// kills the older ones.
		Policy: Single(),

		Burst:   fedexBurst,
		Average: fedexAverage,
		Ban:     10 * time.Minute, // guides/ratelimits: "penalized for 10 minutes"

		// guides/ratelimits: 1400 transactions in a span of 10 s; what is left of those 10 s is
		// refused, then another counter starts. Whether the clock or the first request starts it
		// is not said; aligned is assumed. "Per project" is taken to be per client id.
		Transactions: Transactions{Limit: 1400, Window: 10 * time.Second, Start: Aligned},

		// guides/ratelimits resets at 12:00AM GMT, and has 500,000 a day for its example. It is
		// not said to be everyone's limit, so there is none here.
		DailyQuota: 0,

		// Not documented: whether requests of tokens count in these two. Assumed not.
		MeterTokens: false,
	})
}
