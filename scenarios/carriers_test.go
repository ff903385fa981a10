package scenarios_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// outcome is that of a run of a scenario that is written without what every file must say.
func outcome(t require.TestingT, strategy, text string) *measure.Outcome {
	s, err := scenarios.Parse("carriers.yaml", []byte(text+"\nabout: x\nstrategies: [naive]\n"))
	require.NoError(t, err, text)
	c, err := spec.Lookup(strategy)
	require.NoError(t, err)
	tally, err := world.Run{Scenario: s, Strategy: c, Seed: 1}.Do()
	require.NoError(t, err, text)
	return &tally.Outcome
}

const stormOf = `
length: 5m
fleet: {nodes: 2, users: 50}
%s
workload: [{closed: {think: exp 10s}%s}]
network: {api: {leg: uniform 40ms..60ms}, token: {leg: uniform 40ms..60ms}}
faults: [{external_renewal: {at: 1m, every: 20s%s}}]
`

// One carrier with a name is the carrier, and one that nobody calls changes nothing of the first:
// the runs are the same, event by event.
func TestOneOfTheCarriersIsTheCarrier(t *testing.T) {
	t.Parallel()
	alone := outcome(t, "naive", fmt.Sprintf(stormOf, "carrier: {profile: fedex}", "", ""))
	for _, text := range []string{
		fmt.Sprintf(stormOf, "carriers: {main: }", "", ""),
		fmt.Sprintf(stormOf, "carriers: {fedex: {profile: fedex}}", ", carrier: fedex", ""),
		fmt.Sprintf(stormOf, "carriers: {fedex: {}, ups: {}}", "", ", carrier: fedex"),
	} {
		require.Equal(t, alone.Digest, outcome(t, "naive", text).Digest, text)
	}
	other := fmt.Sprintf(stormOf, "carriers: {ups: {}, fedex: {}}", ", carrier: fedex",
		", carrier: fedex")
	require.NotEqual(t, alone.Digest, outcome(t, "naive", other).Digest)
}

// A carrier's part of a run is a run of its own: with the calls and the faults of that carrier
// alone, if nothing that the nodes have is scarce. The streams of the first carrier are those of a
// single one; of the others they have other names, so strategies that draw are compared at the
// first.
func TestCarriersAreRunsOfTheirOwn(t *testing.T) {
	t.Parallel()
	steady := []string{
		"naive", "lock", "lock-recheck", "single-flight", "breaker-fleet", "shared-cache",
	}
	drawing := []string{"recommended", "leader", "spaced-300", "refresh-ahead"}
	rapid.Check(t, func(t *rapid.T) {
		strategy := rapid.SampledFrom(append(steady, drawing...)).Draw(t, "strategy")
		fleet := fmt.Sprintf("length: 3m\nfleet: {customers: %d, nodes: %d, cache: %s}\n"+
			"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nstart: %s\n"+
			"users: {sign_in: {after: 10s}}\n",
			rapid.IntRange(1, 2).Draw(t, "customers"), rapid.IntRange(1, 2).Draw(t, "nodes"),
			rapid.SampledFrom([]string{"node", "fleet", "customer"}).Draw(t, "cache"),
			rapid.SampledFrom([]string{"cold", "warm"}).Draw(t, "start"))
		common := drawFaults(t, "common", "", `restart: {at: %ds}`, `cache_down: {at: %ds, for: 9s}`,
			`crash: {at: %ds}`, `pause: {at: %ds, for: 4s}`)
		names := []string{"fedex", "ups"}
		var specs, loads, faults [2]string
		for i, name := range names {
			specs[i] = drawCarrier(t, name)
			loads[i] = drawLoads(t, name)
			faults[i] = drawFaults(t, name, "carrier: "+name+", ",
				`external_renewal: {CARRIERat: %ds, every: 7s}`, `ban: {CARRIERat: %ds}`,
				`carrier_down: {CARRIERat: %ds, for: 9s, status: 401, only: api}`,
				`neighbour: {CARRIERat: %ds, every: 300ms, for: 9s}`)
		}
		text := func(of ...int) string {
			all := fleet + "carriers:\n"
			for _, i := range of {
				all += specs[i]
			}
			all += "workload:\n"
			for _, i := range of {
				all += loads[i]
			}
			all += "faults:\n" + common
			for _, i := range of {
				all += faults[i]
			}
			return all
		}
		both := outcome(t, strategy, text(0, 1))
		for i, name := range names {
			if i > 0 && !slices.Contains(steady, strategy) {
				continue
			}
			alone := measure.Portions{name: outcome(t, strategy, text(i))}
			part := measure.Portions{name: both.Carriers[name]}
			require.JSONEq(t, asText(t, alone), asText(t, part), "%s of\n%s", name, text(0, 1))
		}
	})
}

func asText(t require.TestingT, v any) string {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

func drawCarrier(t *rapid.T, name string) string {
	return fmt.Sprintf("  %s: {profile: %s, grant: %s, tokens: %s, token_life: %ds, "+
		"network: {token: {leg: %dms}}}\n",
		name, rapid.SampledFrom([]string{"fedex", "ups"}).Draw(t, name+" profile"),
		rapid.SampledFrom([]string{"client-credentials", "refresh"}).Draw(t, name+" grant"),
		rapid.SampledFrom([]string{"single", "coexist", "grace 5s"}).Draw(t, name+" tokens"),
		rapid.IntRange(5, 300).Draw(t, name+" life"), rapid.IntRange(10, 90).Draw(t, name+" leg"))
}

func drawLoads(t *rapid.T, name string) (text string) {
	for i := range rapid.IntRange(1, 4).Draw(t, name+" loads") {
		text += fmt.Sprintf("  - {carrier: %s, who: {customers: [0], workers: %d}, "+
			"job: {at: %dms, calls: %d, over: 60s}}\n", name,
			rapid.IntRange(1, 12).Draw(t, fmt.Sprint(name, " workers ", i)),
			rapid.IntRange(0, 3000).Draw(t, fmt.Sprint(name, " at ", i)),
			rapid.IntRange(1, 20).Draw(t, fmt.Sprint(name, " calls ", i)))
	}
	return text
}

func drawFaults(t *rapid.T, name, at string, kinds ...string) (text string) {
	for _, kind := range kinds {
		if rapid.Bool().Draw(t, name+" "+kind) {
			kind = strings.Replace(kind, "CARRIER", at, 1)
			second := rapid.IntRange(0, 90).Draw(t, name+" "+kind+" at")
			text += "  - {" + fmt.Sprintf(kind, second) + "}\n"
		}
	}
	return text
}

// What is wrong about carriers is said at its place.
func TestMistakesOfCarriers(t *testing.T) {
	t.Parallel()
	const rest = "about: x\nlength: 1m\nstrategies: [naive]\n" +
		"network: {api: {leg: 50ms}, token: {leg: 50ms}}\n"
	for text, want := range map[string]string{
		"carrier: {}\ncarriers: {ups: {}}\nworkload: [{burst: {at: 1s, clicks: 1}}]": `6:1: found ` +
			`"carriers" beside "carrier"; meant one of the two`,
		"carriers: {7up: {}}\nworkload: [{burst: {at: 1s, clicks: 1}}]": `5:12: found "7up"; meant a ` +
			`name of letters, digits, - and _, such as ups`,
		"carriers: {}\nworkload: [{burst: {at: 1s, clicks: 1}}]": "5:11: found nothing; meant at least " +
			"one name with keys and values",
		"carriers: {ups: {profle: ups}}\nworkload: [{burst: {at: 1s, clicks: 1}}]": `5:18: found the ` +
			`unknown key "profle"; meant "profile"`,
		"carriers: {ups: {tokens: one}}\nworkload: [{burst: {at: 1s, clicks: 1}}]": `5:26: found`,
		"carriers: {ups: {network: {api: {}}}}\nworkload: [{burst: {at: 1s, clicks: 1}}]": `5:28: ` +
			`found no carriers.ups.network.api.leg`,
		"carriers: {ups: {}, fedex: {}}\nworkload: [{burst: {at: 1s, clicks: 1}, carrier: usp}]": `6:` +
			`50: found "usp"; meant a carrier of the scenario: "ups"`,
		"workload: [{burst: {at: 1s, clicks: 1}, carrier: ups}]": `5:50: found "ups"; meant no name: ` +
			`the scenario has one carrier; several stand in carriers`,
		"carriers: {fedex: {}, ups: {}}\nworkload: [{burst: {at: 1s, clicks: 1}}]\n" +
			"faults: [{carrier_down: {at: 1s, only: /oauth/token, carrier: ups}}]": `7:40: found ` +
			`"/oauth/token"; meant one of /api/rating/{version}/{requestoption}, /security/v1/oauth/token`,
		"carriers: {ups: {}, usps: {}}\nworkload: [{burst: {at: 1s, clicks: 1}}]\n" +
			"faults: [{carrier_slow: {at: 1s, adds: 1s, carrier: dhl}}]": `7:53: found "dhl"; meant a ` +
			`carrier of the scenario: one of ups, usps`,
		"carriers: {ups: {}, usps: {}}\nworkload: [{burst: {at: 1s, clicks: 1}}]\n" +
			"expect: [{of: [naive], carrier: dhl, bans: [count==0]}]": `7:33: found "dhl"; meant a ` +
			`carrier of the scenario`,
		"carriers: {ups: {}, usps: {}}\nworkload: [{name: a, burst: {at: 1s, clicks: 1}}]\n" +
			"expect: [{of: [naive], class: a, carrier: ups, bans: [count==0]}]": `7:34: found "carrier" ` +
			`beside "class"; meant one of the two`,
	} {
		_, err := scenarios.Parse("s.yaml", []byte(rest+text))
		require.ErrorContains(t, err, "s.yaml:"+want, text)
	}
}

// What is expected of a carrier is held against its part; of the only one, against the whole run.
func TestExpectationsOfCarriers(t *testing.T) {
	t.Parallel()
	for carriers, want := range map[string][]string{
		"{fedex: {}, ups: {}}": {"naive: expected carrier ups: api requests==9, got requests = 1"},
		"{ups: {}}":            {"naive: expected carrier ups: api requests==9, got requests = 2"},
	} {
		other := "ups"
		if strings.Contains(carriers, "fedex") {
			other = "fedex"
		}
		s, err := scenarios.Parse("s.yaml", []byte("about: x\nlength: 1m\nstrategies: [naive]\n"+
			"network: {api: {leg: 50ms}, token: {leg: 50ms}}\ncarriers: "+carriers+
			"\nworkload: [{burst: {at: 1s, clicks: 1}, carrier: ups}, "+
			"{burst: {at: 2s, clicks: 1}, carrier: "+other+"}]\n"+
			"expect: [{of: [naive], carrier: ups, api: [requests==9]}]\n"))
		require.NoError(t, err)
		naive, err := spec.Lookup("naive")
		require.NoError(t, err)
		tally, err := world.Run{Scenario: s, Strategy: naive, Seed: 1}.Do()
		require.NoError(t, err)
		var got []string
		for _, u := range s.Unmet(&tally.Outcome) {
			got = append(got, u.String())
		}
		require.Equal(t, want, got)
	}
}

// With sets what the file says of a carrier.
func TestVaryACarrier(t *testing.T) {
	t.Parallel()
	s, err := scenarios.Parse("s.yaml", []byte("about: x\nlength: 1m\nstrategies: [naive]\n"+
		"network: {api: {leg: 50ms}, token: {leg: 50ms}}\ncarriers: {fedex: {}, ups: {}}\n"+
		"workload: [{burst: {at: 1s, clicks: 1}}]\n"))
	require.NoError(t, err)
	varied, err := s.With(scenarios.Setting{Path: "carriers.ups.tokens", Value: "newest 3"},
		scenarios.Setting{Path: "carriers.fedex.network.api.leg", Value: "10ms"})
	require.NoError(t, err)
	require.Equal(t, "newest 3", varied.Carriers()[1].Tokens)
	require.Equal(t, "single", varied.Carriers()[0].Tokens)
	require.NotNil(t, varied.Carrier.Network.API)
	_, err = s.With(scenarios.Setting{Path: "carrier.tokens", Value: "coexist"})
	require.ErrorContains(t, err, `"carriers" beside "carrier"`)
}
