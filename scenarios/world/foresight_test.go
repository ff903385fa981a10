package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The clairvoyant knows what strangers will ask for, and leaves itself room. Legs take 50 ms.
func TestClairvoyantKnowsWhatStrangersWillDo(t *testing.T) {
	for _, test := range []struct {
		why, reading, scenario       string
		clicks, served, tokens, bans int
	}{
		// The 120th request in 120 s bans. A neighbour sends 119 up to 12m53s, and bans at 12m54s. The
		// token expires at 15m: there is room for a renewal before 12m53s, which brings the ban then.
		{"a ban is coming", "paranoid", `
length: 22m30s
carrier: {token_life: 15m}
workload: [{burst: {at: 0s, clicks: 23, apart: 1m}}]
faults: [{neighbour: {at: 10m55s, for: 2m30s, every: 1s}}]`, 23, 23, 2, 1},
		// The 121st request in 120 s bans, and a neighbour sends 120 in 120 s. What is renewed at the
		// expiry at 5m is one too many, unless it happens a whole window before. So it is renewed a
		// second time for that, and a third time when that one expires.
		{"no room at the expiry", "akamai+scope=all", `
length: 10m
carrier: {token_life: 5m}
workload: [{burst: {at: 0s, clicks: 30, apart: 20s}}]
faults: [{neighbour: {at: 3m, for: 2m30s, every: 1s}}]`, 30, 30, 3, 0},
		// Before an outage it renews, were it not for the neighbour, who would ban with one more.
		{"an outage, and no room", "akamai+scope=all", `
length: 5m
workload: [{burst: {at: 0s, clicks: 5, apart: 1m}}]
faults: [{carrier_down: {at: 50s, for: 1s}}, {neighbour: {at: 37s, for: 4m, every: 1s}}]`,
			5, 5, 1, 0},
		// The ban of 6m49s bites at 6m51s: the call of 6m50s is served, though it prolongs the ban.
		{"calls before the ban bites", "paranoid+scope=all+lag=2s", `
length: 10m
workload: [{burst: {at: 0s, clicks: 600, apart: 1s}}]
faults: [{neighbour: {at: 290s, for: 2m30s, every: 1s}}]`, 600, 411, 1, 1},
	} {
		t.Run(test.why, func(t *testing.T) {
			o := outcomeUnder(t, test.reading, test.scenario, "clairvoyant")
			require.Equal(t, test.clicks, o.Actions.Started)
			require.Equal(t, test.served, o.Actions.Succeeded)
			require.Equal(t, test.tokens, o.Token.Requests)
			require.Equal(t, test.bans, o.Bans.Count)
		})
	}
}

// A carrier that refuses a renewal so soon after the last one is no reason to foresee nothing: a
// stranger's request is the last one, and a ban falls.
func TestClairvoyantForeseesARefusedRenewal(t *testing.T) {
	o := outcomeUnder(t, "akamai", `
length: 20m
carrier: {renew_not_before: 2s}
workload: [{burst: {at: 0s, clicks: 1}}]
faults: [{ban: {at: 0s}}, {neighbour: {at: 0s, for: 2s, every: 2s}}]`, "clairvoyant")
	require.Equal(t, 1, o.Actions.Succeeded)
}
