package drive

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// scenario reads a scenario whose text ends in more lines.
func scenario(t *testing.T, length, more string) *scenarios.Scenario {
	t.Helper()
	text := "about: A test.\nlength: " + length + "\nstrategies: [naive]\n" +
		"network: {api: {leg: 200ms}, token: {leg: uniform 100ms..300ms}}\n" + more
	s, err := scenarios.Parse("s.yaml", []byte(text))
	require.NoError(t, err)
	return s
}

func lookup(t *testing.T, name string) spec.Strategy {
	t.Helper()
	c, err := spec.Lookup(name)
	require.NoError(t, err)
	return c
}

const closedUsers = "fleet: {users: 3}\nworkload: [{closed: {think: 1s}}]\n"

// What cannot be carried out is refused before it begins, each at its place: a driven run leaves
// nothing out without a word. Line 5 of the file is the first of says.
func TestWhatCannotBeDrivenIsRefused(t *testing.T) {
	const users, fault = "workload: [{closed: {think: 1s}}]\n", closedUsers + "faults: [{"
	for _, c := range []struct{ says, want string }{
		{closedUsers + "carrier: {token_life: 2500ms}", "7:23: found a token_life of 2.5s; meant whole " +
			"seconds"},
		{closedUsers + "carrier: {expires_in: 0s}", "7:23: found an expires_in of less than a second, " +
			"which is simulated alone; meant one that a client can read"},
		{closedUsers + "carrier: {profile: generic, grant: refresh, service_time: 1s, " +
			"refresh: {concurrent: refuse}}", "7:59: found a service_time beside concurrent: refuse; " +
			"meant none"},
		{fault + "external_renewal: {at: 9s, from: own-ip}}]\ncarrier: {profile: generic, grant: " +
			"refresh}", "7:30: found external_renewal, which sends requests of others beside refresh " +
			"tokens, which is simulated alone"},
		{closedUsers + "carriers: {fedex: {}, ups: {}}", "7:12: found several carriers, which are " +
			"simulated alone; meant one carrier"},
		{"fleet: {users: 3, threads: 5}\n" + users, "5:28: found threads, which are simulated alone"},
		{"fleet: {users: 3, nodes: 2, runs: [{nodes: [0], strategy: lock}]}\n" + users,
			"5:35: found a mixed fleet, which is simulated alone; meant one strategy"},
		{"workload: [{job: {calls: 2, over: 9s, token: once}}]", "5:19: found a job that keeps its " +
			"token, which is simulated alone; meant one that obtains a token for each call"},
		{fault + "rollout: {at: 9s}}]", "7:21: found rollout, which is simulated alone"},
	} {
		err := check(scenario(t, "1m", c.says+"\n"), lookup(t, "naive"), "akamai", true)
		require.ErrorContains(t, err, "s.yaml:"+c.want, c.says)
		require.Len(t, strings.Split(err.Error(), "\n"), 1, c.says)
	}
	connects, err := scenario(t, "1m", closedUsers).With(
		scenarios.Setting{Path: "network.connect", Value: "2"})
	require.NoError(t, err)
	require.ErrorContains(t, check(connects, lookup(t, "naive"), "akamai", true),
		"found the set-up of connections, which is simulated alone")
	proxied, err := scenario(t, "1m", closedUsers).With(
		scenarios.Setting{Path: "network.proxy_caches.status", Value: "401"},
		scenarios.Setting{Path: "network.proxy_caches.for", Value: "10s"})
	require.NoError(t, err)
	require.ErrorContains(t, check(proxied, lookup(t, "naive"), "akamai", true),
		"found a proxy that keeps answers, which is simulated alone; meant none")
	for _, says := range []string{
		"carrier: {tokens: newest 3, exp_whole_seconds: false, token_life: 20s, daily_quota: 9}",
		"carrier: {profile: generic, grant: refresh, meters: [], token_life: uniform 1m..3m}",
		"carrier: {expires_in: none, exp_whole_seconds: true, activation: 3s, renew_not_before: 9s}",
		"carriers: {ups: {token_life: 20s, network: {token: {leg: 30ms}}}}", "start: warm",
	} {
		s := scenario(t, "1m", closedUsers+says+"\n")
		require.NoError(t, check(s, lookup(t, "naive"), s.Carrier.Reading, true), says)
	}
}

// A strategy that asks the carrier's own state cannot be driven, nor one that falls back to
// credentials of which no served carrier knows; to such as are unknown to it, it can.
func TestStrategiesThatCannotBeDriven(t *testing.T) {
	s := scenario(t, "1m", closedUsers)
	require.ErrorContains(t, check(s, lookup(t, "clairvoyant"), "akamai", true),
		"found the strategy clairvoyant")
	for to, want := range map[string]string{
		"without-rights": "found the strategy chain; meant one without fallback", "unknown": "",
	} {
		chain, err := spec.Parse("chain.yaml", []byte("about: x\nparts: [{retry: {}}, cache, "+
			"{fallback: {to: "+to+"}}]\n"))
		require.NoError(t, err)
		if err := check(s, chain, "akamai", true); want != "" {
			require.ErrorContains(t, err, want)
		} else {
			require.NoError(t, err)
		}
	}
}

// TestForeignCarriersLackAnOperator holds that only a tokenstorm server has faults of the carrier.
func TestForeignCarriersLackAnOperator(t *testing.T) {
	s := scenario(t, "1m", "fleet: {users: 3, nodes: 2, public_ips: 2}\n"+
		"workload: [{closed: {think: 1s}}]\nfaults:\n  - carrier_down: {at: 10s, for: 1s}\n"+
		"  - external_renewal: {at: 10s}\n  - neighbour: {at: 1s, every: 1s}\n  - ban: {at: 9s}\n"+
		"carrier: {token_life: 20s, daily_quota: 9}\nstart: warm\n")
	require.NoError(t, check(s, lookup(t, "naive"), "akamai", true))
	err := check(s, lookup(t, "naive"), "akamai", false)
	for _, want := range []string{
		"s.yaml:12:23: found token_life, which needs a tokenstorm server for its target",
		"s.yaml:12:41: found daily_quota, which needs", "public IP", "carrier_down",
		"s.yaml:13:8: found warm stores, which need", "external_renewal", "neighbour",
		"found ban, which needs a tokenstorm server",
	} {
		require.ErrorContains(t, err, want)
	}
}

// TestServiceTimesUnderLateReadings holds that hits that count on completion need a real server's
// service time.
func TestServiceTimesUnderLateReadings(t *testing.T) {
	s := scenario(t, "1m", closedUsers+"carrier: {service_time: 50ms}\n")
	require.NoError(t, check(s, lookup(t, "naive"), "akamai", true))
	require.ErrorContains(t, check(s, lookup(t, "naive"), "akamai+moment=completion", true),
		"s.yaml:7:25: found a service_time under a reading")
}

// TestCatalogueCanBeDriven holds that of the scenarios that come with the program those alone are
// refused that have what is simulated alone, and nothing else.
func TestCatalogueCanBeDriven(t *testing.T) {
	driven := 0
	for _, name := range scenarios.Names() {
		s, err := scenarios.Load(name)
		require.NoError(t, err)
		err = check(s, lookup(t, "naive"), s.Carrier.Reading, true)
		if err == nil {
			driven++
			continue
		}
		for line := range strings.SplitSeq(err.Error(), "\n") {
			require.Contains(t, line, "simulated alone", name)
		}
	}
	require.GreaterOrEqual(t, driven, 30)
}
