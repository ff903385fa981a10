package world_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// Whatever a proxy keeps, and for how long: no invariant breaks, of the carrier's meters and bans
// included, though answers leave late, change on leaving, or are lost.
func TestWiresWithProxies(t *testing.T) {
	var struck int
	rapid.Check(t, func(t *rapid.T) {
		of := func(name string, all ...string) string { return rapid.SampledFrom(all).Draw(t, name) }
		text := fmt.Sprintf(`
about: x
length: 10m
strategies: [naive]
fleet: {nodes: 3, users: 6, public_ips: %d, customers: 2}
carrier: {tokens: %s, token_life: %s, service_time: %s, ban_covers: %s%s}
network:
  api: {leg: %s, lose_replies: 0.1, timeout: 1s}
  token: {leg: 50ms}
  proxy_caches: {status: %s, for: %s}
workload: [{closed: {think: exp 5s}}]
faults:
  - external_renewal: {at: 10s, every: 1m}
  - carrier_down: {at: 2m, for: 10s, status: %[8]s, share: 0.5}
  - carrier_slow: {at: 4m, for: 30s, adds: %s}
  - ban: {at: 5m}
  - restart: {at: 8m, down: 10s, every: 20s}
`, rapid.IntRange(1, 3).Draw(t, "public IPs"), of("tokens", "single", "coexist"),
			of("life", "30s", "5m"), of("service", "0s", "200ms", "exp 2s"), of("covers", "token", "all"),
			of("grant", "", ", grant: refresh"), of("leg", "50ms", "exp 100ms"),
			of("status", "401", "403", "429", "503"), of("for", "1ns", "10s", "1h"), of("adds", "0s", "3s"))
		s, err := scenarios.Parse("s.yaml", []byte(text))
		require.NoError(t, err)
		with, err := spec.Lookup(of("strategy", "naive", "lock", "cache-first", "clairvoyant"))
		require.NoError(t, err)
		reading := of("reading", "akamai", "akamai+moment=completion", "akamai+in-flight=cut")
		seed := rapid.Uint64Range(1, 1000).Draw(t, "seed")
		_, err = world.Run{Scenario: s, Strategy: with, Reading: reading, Seed: seed}.Do(
			counter(func(r *measure.Record) {
				if r.Reason == fakecarrier.ReasonProxy {
					struck++
				}
			}))
		require.NoError(t, err)
	})
	require.Positive(t, struck)
}
