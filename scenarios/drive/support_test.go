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

// TestUnsupportedIsRefused holds that what cannot be carried out is named, with its place.
func TestUnsupportedIsRefused(t *testing.T) {
	s := scenario(t, "1m", closedUsers+"carrier: {token_life: 2500ms}\n")
	err := check(s, lookup(t, "clairvoyant"), "akamai", true)
	for _, want := range []string{
		"s.yaml:7:23: found a token_life of 2.5s; meant whole seconds",
		"found the strategy clairvoyant",
	} {
		require.ErrorContains(t, err, want)
	}
	require.Len(t, strings.Split(err.Error(), "\n"), 2)
}

// What no served carrier has a setting for is refused, each at its place.
func TestWhatIsNotServedIsRefused(t *testing.T) {
	for _, c := range []struct{ says, want string }{
		{"grant: refresh", "7:18: found grant, which is simulated alone"},
		{"token_life: uniform 1m..3m", "7:23: found token_life, which is simulated alone"},
		{"expires_in: none", "7:23: found expires_in, which"},
		{"exp_whole_seconds: true", "7:30: found exp_whole_seconds, which"},
		{"activation: 3s", "7:23: found activation, which"},
		{"renew_not_before: 570s", "7:29: found renew_not_before, which"},
	} {
		s := scenario(t, "1m", closedUsers+"carrier: {"+c.says+"}\n")
		require.ErrorContains(t, check(s, lookup(t, "naive"), "akamai", true), c.want)
	}
	s := scenario(t, "1m", closedUsers+"carrier: {tokens: newest 3, exp_whole_seconds: false}\n")
	require.NoError(t, check(s, lookup(t, "naive"), "akamai", true))
}

// TestForeignCarriersLackAnOperator holds that only a tokenstorm server has faults of the carrier.
func TestForeignCarriersLackAnOperator(t *testing.T) {
	s := scenario(t, "1m", "fleet: {users: 3, nodes: 2, public_ips: 2}\n"+
		"workload: [{closed: {think: 1s}}]\nfaults:\n  - carrier_down: {at: 10s, for: 1s}\n"+
		"  - external_renewal: {at: 10s}\n  - neighbour: {at: 1s, every: 1s}\n  - ban: {at: 9s}\n"+
		"carrier: {token_life: 20s, daily_quota: 9}\n")
	require.NoError(t, check(s, lookup(t, "naive"), "akamai", true))
	err := check(s, lookup(t, "naive"), "akamai", false)
	for _, want := range []string{
		"s.yaml:12:23: found a token_life, which needs a tokenstorm server for its target",
		"s.yaml:12:41: found a daily_quota, which needs", "public IP", "carrier_down",
		"external_renewal", "neighbour", "found ban, which needs a tokenstorm server",
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

// TestCatalogueCanBeDriven holds that no scenario that comes with the program is refused, but those
// of mixed fleets.
func TestCatalogueCanBeDriven(t *testing.T) {
	for _, name := range scenarios.Names() {
		s, err := scenarios.Load(name)
		require.NoError(t, err)
		err = check(s, lookup(t, "naive"), s.Carrier.Reading, true)
		if s.Fleet.Mixed != nil {
			require.ErrorContains(t, err, "a mixed fleet", name)
			continue
		}
		require.NoError(t, err, name)
	}
}
