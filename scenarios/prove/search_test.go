package prove

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var everyStrategy = flag.Bool("every-strategy", false,
	"compare the reduced search with the unreduced one for every strategy of the catalogue")

// scope is a small one: of so many nodes with so many callers each.
func scope(t testing.TB, strategy string, nodes, callers, slow, losses, crashes int) Scope {
	t.Helper()
	s, err := scenarios.Parse("small.yaml", []byte(Small(nodes, callers, false)))
	require.NoError(t, err)
	with, err := spec.Lookup(strategy)
	require.NoError(t, err)
	return Scope{
		Scenario: s, Strategy: with, Seed: 1, Readings: []string{"akamai", "paranoid"},
		Delays: []time.Duration{15 * time.Millisecond, 100 * time.Millisecond},
		Slow:   slow, Losses: losses, Crashes: crashes,
	}
}

func searched(t testing.TB, s Scope) (Tally, Work) {
	t.Helper()
	g, err := New(s)
	require.NoError(t, err)
	for {
		all, over, err := g.Next()
		require.NoError(t, err)
		if over {
			return all, g.Work
		}
	}
}

// Counts worked out by hand. One caller without retries has four legs: to the token and back, to
// the API and back.
func TestCounts(t *testing.T) {
	for _, c := range []struct {
		name                       string
		strategy                   string
		nodes, callers, slow, lost int
		schedules, harm, failed    int
	}{
		{"nothing is chosen", "naive-retry-0", 1, 1, 0, 0, 1, 0, 0},
		{"each of four legs, or none", "naive-retry-0", 1, 1, 1, 0, 1 + 4, 0, 0},
		{"up to two of four", "naive-retry-0", 1, 1, 2, 0, 1 + 4 + 6, 0, 0},
		{"all of them", "naive-retry-0", 1, 1, 4, 0, 16, 0, 0},
		{"one of four is lost, or none: nobody tries again", "naive-retry-0", 1, 1, 0, 1, 5, 0, 4},
		// The two nodes ask at one instant. Either token is the second, which kills the first: of
		// two orders each has one node whose call is refused. That fails, as nobody tries again.
		// Then both calls arrive at one instant, in two orders.
		{"two nodes", "naive-retry-0", 2, 1, 0, 0, 2 * 2, 4, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, _ := searched(t, scope(t, c.strategy, c.nodes, c.callers, c.slow, c.lost, 0))
			require.EqualValues(t, c.schedules, all.All.Big().Int64(), "schedules")
			require.EqualValues(t, c.harm, all.Breaks(2).Big().Int64(), "self-harm")
			require.EqualValues(t, c.failed, all.Breaks(3).Big().Int64(), "not served")
			require.Zero(t, all.Breaks(1).Big().Int64(), "banned")
		})
	}
}

// What a search prunes changes no count: at the smallest scopes the search that prunes nothing
// counts the same, and where events that cannot influence each other come in every order, the same
// properties are broken.
func TestReductionsChangeNoCount(t *testing.T) {
	strategies := []string{
		"naive-retry-1", "lock-recheck", "single-flight", "leader", "recommended", "breaker-fleet",
		"refresh-ahead-jitter", "recommended-unshared", "queue", "rotating-kubelogin",
	}
	scopes := [][5]int{{1, 1, 2, 1, 1}, {1, 2, 0, 1, 0}, {2, 1, 0, 0, 0}}
	if *everyStrategy {
		strategies = spec.Names()
		scopes = append(scopes, [][5]int{{1, 2, 1, 0, 0}, {2, 1, 1, 0, 0}, {2, 1, 0, 0, 1}}...)
	}
	for _, strategy := range strategies {
		for _, of := range scopes {
			if s := scope(t, strategy, of[0], of[1], of[2], of[3], of[4]); s.Check() == nil {
				compare(t, fmt.Sprint(of), s)
			}
		}
	}
}

// compare holds a search to those that prune less.
func compare(t *testing.T, name string, s Scope) {
	t.Helper()
	reduced, work := searched(t, s)
	s.Unreduced = true
	whole, unreduced := searched(t, s)
	require.Equal(t, whole, reduced, "%s %s", s.Strategy.Name, name)
	require.LessOrEqual(t, work.Runs, unreduced.Runs)
	s.Unreduced, s.EveryOrder = false, true
	every, _ := searched(t, s)
	for i, property := range s.Properties() {
		require.Equal(t, reduced.Breaks(i).IsZero(), every.Breaks(i).IsZero(),
			"%s %s %v", s.Strategy.Name, name, property)
	}
	t.Logf("%-20s %s: %v schedules, %d runs of %d", s.Strategy.Name, name, whole.All, work.Runs,
		unreduced.Runs)
}

// The same holds in scenarios of one's own: with refresh tokens, two clicks each, threads, a meter
// that refuses, API calls that count, several customers.
func TestReductionsInOwnScenarios(t *testing.T) {
	for _, c := range []struct {
		name, strategy string
		slow           int
		text           string
	}{
		{"refresh tokens", "recommended", 0, Small(2, 1, true)},
		{"refresh tokens, nothing shared", "rotating-authlib", 1, Small(2, 1, true)},
		{"two clicks", "naive-retry-1", 1, `
length: 25s
fleet: {nodes: 2, users: 2}
carrier: {token_life: 15s}
workload: [{closed: {think: 10s}}]`},
		{"one thread", "lock", 1, `
length: 50s
fleet: {users: 2, threads: 1}
workload: [{closed: {think: 30s}}]`},
		{"a meter that refuses", "retry-after", 1, `
length: 50s
fleet: {users: 2}
carrier: {meters: [{watches: api, key: client, rule: {limit: 1/1s, window: sliding},
  answers: {refuse: {status: 429, retry_after: true}}}]}
workload: [{closed: {think: 30s}}]`},
		{"API calls count", "naive-retry-1", 1, `
length: 50s
fleet: {users: 2}
carrier: {reading: paranoid+watches=all+scope=all}
workload: [{closed: {think: 30s}}]`},
		{"customers", "lock-recheck", 1, `
length: 50s
fleet: {users: 2, customers: 2}
workload: [{closed: {think: 30s}}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := scope(t, c.strategy, 1, 1, c.slow, 0, 0)
			text := c.text
			if !strings.HasPrefix(text, "about") {
				text = "about: x" + text + "\nnetwork: {api: {leg: 15ms}, token: {leg: 15ms}}\n" +
					"strategies: [naive]\n"
			}
			var err error
			s.Scenario, err = scenarios.Parse("own.yaml", []byte(text))
			require.NoError(t, err)
			s.Readings = []string{s.Scenario.Carrier.Reading}
			require.NoError(t, s.Check())
			compare(t, c.name, s)
		})
	}
}

// What chance would decide, and what states are not told apart by, is refused.
func TestCheck(t *testing.T) {
	for what, change := range map[string]string{
		"found faults":  "faults: [{ban: {at: 1s}}]",
		"found connect": "network: {api: {leg: 1ms}, token: {leg: 1ms}, connect: 2}",
		"found lose_requests": "network: {api: {leg: 1ms, lose_replies: 0.1}, " +
			"token: {leg: 1ms}}",
		"found a mixed fleet":             "fleet: {users: 2, runs: [{strategy: lock, nodes: [0]}]}",
		"a carrier that draws times":      "carrier: {service_time: exp 1s}",
		"a service_time, an activation":   "carrier: {activation: uniform 0s..1s}",
		"always as long":                  "carrier: {token_life: uniform 1m..2m}",
		"a hit counts as it arrives":      "carrier: {reading: akamai+moment=completion}",
		"users who click again":           "users: {click_again: {after: 1s}}",
		"clicks that chance decides":      "workload: [{closed: {think: exp 10s}}]",
		"closed users who think for as":   "workload: [{burst: {clicks: 2}}]",
		"or that wait for nobody":         "workload: [{open: {rate: 1/s, gaps: even}}]",
		"found several carriers":          "carriers: {fedex: {}, ups: {}}",
		"found users who click again, or": "users: {told_to_stop: {at: 1s, for: 10s}}",
	} {
		t.Run(what, func(t *testing.T) {
			key, _, _ := strings.Cut(change, ":")
			text := "about: x\nlength: 30s\n" + change + "\nstrategies: [naive]\n"
			for other, rest := range map[string]string{
				"network":  "network: {api: {leg: 1ms}, token: {leg: 1ms}}\n",
				"workload": "workload: [{closed: {think: 10s}}]\n",
			} {
				if other != key {
					text += rest
				}
			}
			s := scope(t, "naive", 1, 1, 0, 0, 0)
			var err error
			s.Scenario, err = scenarios.Parse("own.yaml", []byte(text))
			require.NoError(t, err)
			require.ErrorContains(t, s.Check(), what)
		})
	}
}
