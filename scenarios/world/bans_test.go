package world_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// With legs of 50 ms.
const bansNetwork = `
about: x
strategies: [naive]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
`

func outcomeUnder(t *testing.T, reading, scenario, strategy string) measure.Outcome {
	t.Helper()
	s, err := scenarios.Parse("scenario.yaml", []byte(bansNetwork+scenario))
	require.NoError(t, err)
	with, err := spec.Lookup(strategy)
	require.NoError(t, err)
	o, err := world.Run{Scenario: s, Strategy: with, Seed: 1, Reading: reading}.Do()
	require.NoError(t, err)
	return o.Outcome
}

// Each ban ends, and those who waited for it are served again. How many are served at least is what
// they click after the latest moment at which the strategy can know: the comments say when.
func TestBansEnd(t *testing.T) {
	// Two nodes that start in a ban. One that shares nothing learns of it when it asks.
	const start = `
length: 90m
fleet: {nodes: 2, users: 2}
workload: [{closed: {think: 20s}}]
faults: [{ban: {at: 0s}}]
`
	// A ban falls while the token lives, and is met when it expires, at 15m.
	const met = `
length: 40m
fleet: {users: 10}
carrier: {token_life: 15m}
workload: [{closed: {think: exp 10s}}]
faults: [{ban: {at: 10m}}]
`
	// A restart in a ban.
	const restart = `
length: 15m15s
fleet: {users: 10}
workload: [{closed: {think: exp 10s}}]
faults: [{ban: {at: 0s}}, {restart: {at: 8m20s}}]
`
	// A second ban falls within the first, before which nobody has had a success.
	const second = `
length: 20m
workload: [{open: {rate: 1/s, gaps: even}}]
faults: [{ban: {at: 0s}}, {ban: {at: 7s}}]
`
	const calls = `
length: 20m
carrier: {ban_covers: all}
workload: [{open: {rate: 1/s, gaps: even}}]
faults: [{ban: {at: 5s}}, {ban: {at: 1m46s}}]
`
	for _, test := range []struct {
		scenario, strategy string
		least              map[string]int // of the actions that are served, by reading
	}{
		// From 10m5s on, at 5.9 a minute; whatever the reading, as one node probes for both.
		{start, "recommended", map[string]int{"akamai": 470, "literal": 470, "paranoid": 470}},
		// From 11m on. Where any hit prolongs a ban the probes of the first ten minutes do.
		{start, "recommended-unshared", map[string]int{"akamai": 440, "literal": 440, "paranoid": 380}},
		// A minute after its end at 20m, at 59 a minute. Where any hit prolongs it, at 35m10s.
		{met, "recommended", map[string]int{"akamai": 2000, "literal": 2000, "paranoid": 1150}},
		{met, "recommended-unshared",
			map[string]int{"akamai": 2300, "literal": 2300, "paranoid": 1500}},
		// From 10m5s on: the store has outlived the process.
		{restart, "recommended", map[string]int{"akamai": 290, "literal": 290, "paranoid": 290}},
		// From 11m on. Where any hit prolongs it nobody who has forgotten it is served before 18m20s.
		{restart, "recommended-unshared", map[string]int{"akamai": 240, "literal": 240, "paranoid": 0}},
		// A probe at 10m5s fails, the next one at 11m5s does not. Where any hit prolongs a ban, both do.
		{second, "recommended", map[string]int{"akamai": 530, "literal": 530, "paranoid": 0}},
		// A probe at 10m10s fails, those at 11m10s and 12m10s, of which the last does not.
		{calls, "recommended", map[string]int{"akamai": 460, "literal": 460, "paranoid": 0}},
	} {
		for reading, least := range test.least {
			o := outcomeUnder(t, reading, test.scenario, test.strategy)
			require.GreaterOrEqual(t, o.Actions.Succeeded, least, "%s, %s:%s", test.strategy, reading,
				test.scenario)
			require.Equal(t, 1, o.Bans.Count)
		}
	}
}

// A node that joins in a ban of all calls knows of it before its first call: the probe at 13m25s
// ends it under any reading. From then on two users click each 1.2 s.
func TestNodeThatJoinsInABan(t *testing.T) {
	const scenario = `
length: 20m
fleet: {users: 2}
carrier: {ban_covers: all}
workload: [{closed: {think: 1s}}]
faults: [{scale_out: {at: 11m40s}}, {ban: {at: 3m20s}}]
`
	for _, reading := range []string{"akamai", "literal", "paranoid"} {
		o := outcomeUnder(t, reading, scenario, "recommended")
		require.Greater(t, o.Actions.Succeeded, 950, reading)
	}
}

// A user who waits for 200 ms does not wait for a store of 400 ms that is asked before a probe.
func TestProbeDoesNotWaitForASlowStore(t *testing.T) {
	const scenario = `
length: 22m30s
fleet: {store_delay: 400ms}
carrier: {ban_covers: all}
workload: [{open: {rate: 1/s, gaps: even}}]
users: {patience: 200ms}
faults: [{ban: {at: 53s}}]
`
	o := outcomeUnder(t, "akamai", scenario, "recommended")
	require.Greater(t, o.Actions.Succeeded, 600) // from 11m on, of 690
}

// A process that starts within a ban learns of it from its store, however slow that is and however
// short the patience of its users, and probes a minute after the ban's end at most. It serves what
// clicks from 11m20s on, each second one, and what clicked before the ban at 9 s.
func TestRestartWithinABanOnASlowStore(t *testing.T) {
	for _, delay := range []string{"1ms", "50ms", "240ms", "260ms", "1s"} {
		for _, patience := range []string{"", "users: {patience: 200ms}"} {
			o := outcomeUnder(t, "akamai", `
length: 20m
fleet: {store_delay: `+delay+`}
carrier: {ban_covers: all}
workload: [{open: {rate: 1/s, gaps: even}}]
`+patience+`
faults: [{restart: {at: 5m28s}}, {ban: {at: 9s}}]
`, "recommended")
			require.GreaterOrEqual(t, o.Actions.Succeeded, 520, "%s %s", delay, patience)
		}
	}
}

// Nobody is there when the ban falls at 50 min. Who starts at 56 min is refused, knows from the
// store that calls passed until 46 min, and so that the ban may be over each minute from then on.
// Each second one clicks: 2,760 before, and 1,740 from 61 min on, a minute after the ban's end.
func TestRestartAcrossTheBeginningOfABan(t *testing.T) {
	o := outcomeUnder(t, "akamai", `
length: 1h30m
carrier: {ban_covers: all}
workload: [{open: {rate: 1/s, gaps: even}}]
faults: [{ban: {at: 50m}}, {restart: {at: 46m, down: 10m}}]
`, "recommended")
	require.GreaterOrEqual(t, o.Actions.Succeeded, 2760+1740)
}

// USPS allows five requests a minute: the token and four calls. A restart costs a sixth at 20 s,
// which is refused until 60 s; the next click is at 65 s. 22 of the 23 clicks are served. Whoever
// takes the 429 for a ban serves none of the next ten.
func TestTooManyRequestsIsNoBan(t *testing.T) {
	const scenario = `
length: 18m20s
carrier: {profile: usps}
workload:
  - burst: {at: 0s, clicks: 4, apart: 1s}
  - burst: {at: 20s, clicks: 1}
  - burst: {at: 65s, clicks: 1, every: 1m}
faults: [{restart: {at: 8s, down: 1s}}]
`
	for strategy, served := range map[string]int{
		"naive-retry-0": 22, "recommended": 22, "recommended-unshared": 22, "breaker": 12,
	} {
		o := outcomeUnder(t, "", scenario, strategy)
		require.Equal(t, 23, o.Actions.Started)
		require.Equal(t, served, o.Actions.Succeeded, strategy)
	}
}

// A ban covers the calls, and each of them prolongs it. Five are refused at once, then a probe at
// 10m5s after them, which comes 10m5s after the last hit: nobody keeps it alive.
func TestBanThatCoversCallsEnds(t *testing.T) {
	const scenario = `
length: 45m
carrier: {ban_covers: all}
workload: [{closed: {think: 1s}}]
faults: [{ban: {at: 2m}}]
`
	for _, strategy := range []string{"recommended", "recommended-unshared"} {
		o := outcomeUnder(t, "paranoid", scenario, strategy)
		require.Equal(t, 5, o.API.Status.Forbidden, strategy)
		require.Equal(t, 1, o.Bans.Count)
		require.Less(t, o.Bans.Banned, 607*time.Second)
		require.Greater(t, o.Actions.Succeeded, 1880)
	}
}

// While the store is down each node keeps to its share, also in a fleet that grows. No ban of our
// own comes, and all are served.
func TestRationOfAFleetThatGrowsWithoutItsStore(t *testing.T) {
	const scenario = `
length: 11m
fleet: {nodes: 2, users: 4}
workload: [{closed: {think: 1s}}]
faults: [{cache_down: {at: 1m, for: 5m, store: true}}, {scale_out: {at: 2m, nodes: 2}}]
`
	for _, reading := range []string{"akamai", "literal", "paranoid"} {
		o := outcomeUnder(t, reading, scenario, "recommended")
		require.Zero(t, o.Bans.Count, reading)
		require.Zero(t, o.Actions.Failed, reading)
	}
}

// Eight customers on eight nodes: each renews once, a permit each 1.111 s, from one line.
func TestRationIsNoLongerThanTheLease(t *testing.T) {
	const scenario = `
length: 5m
fleet: {nodes: 8, customers: 8, users: 64}
workload: [{closed: {think: 5s}}, {burst: {at: 10s, clicks: 200}}]
`
	o := outcomeUnder(t, "", scenario, "recommended")
	require.Equal(t, 8, o.Token.Requests)
	require.Zero(t, o.API.Rejected.Killed)
	require.Zero(t, o.Actions.Failed)
	require.Less(t, o.Latency.Max, 9000.0)
}
