package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
)

// troubles are small scenarios in which, together, each setting of what we ship matters.
var troubles = []string{
	// A token that dies, and a slow token endpoint.
	`
fleet: {nodes: 3, users: 12}
carrier: {tokens: single, token_life: 3m}
workload: [{closed: {think: exp 2s}}, {burst: {at: 1m, clicks: 40}}]
faults:
  - external_renewal: {at: 30s}
  - carrier_slow: {at: 2m30s, for: 90s, adds: 12s, only: token}
  - carrier_slow: {at: 5m30s, for: 2m, adds: 60s, only: token}
users: {click_again: {after: 1s, times: 3}}
`,
	// Tokens killed again and again.
	`
fleet: {nodes: 2, users: 40, customers: 2}
carrier: {tokens: single}
workload: [{closed: {think: exp 5s}}]
faults: [{external_renewal: {at: 30s, every: 7s, until: 3m}}]
`,
	// Refused and down.
	`
fleet: {nodes: 2, users: 20, customers: 2}
carrier: {tokens: coexist, token_life: 2m}
workload: [{closed: {think: exp 3s}}]
faults:
  - carrier_down: {at: 1m50s, for: 30s, status: 500, only: token}
  - carrier_down: {at: 3m50s, for: 40s, status: 403, only: token}
  - carrier_down: {at: 5m50s, for: 40s, status: 429, only: token}
  - carrier_down: {at: 6m50s, for: 40s, status: 401, only: api}
  - restart: {at: 7m50s, down: 1s}
users: {click_again: {after: 1s, times: 3}}
`,
	// The quota of one customer.
	`
fleet: {nodes: 2, users: 10, customers: 2}
carrier: {tokens: coexist}
workload: [{closed: {think: exp 3s}}]
faults: [{carrier_down: {at: 0s, for: 30s, status: 429, only: token, customer: 0}}]
`,
	// A ban that covers calls, which is met late.
	`
length: 40m
fleet: {nodes: 2, users: 4, customers: 2}
carrier: {ban_covers: all, tokens: coexist}
workload:
  - burst: {at: 10s, clicks: 20, apart: 1s}
  - burst: {at: 9m, clicks: 400, apart: 4s}
faults: [{ban: {at: 1m}}, {carrier_down: {at: 20s, for: 4s, status: 403, only: api}}]
`,
	// The store is down while many ask, who do not wait for long.
	`
fleet: {nodes: 2, users: 40, customers: 2}
carrier: {tokens: single}
workload: [{closed: {think: exp 5s}}]
faults:
  - cache_down: {at: 30s, for: 3m, store: true}
  - external_renewal: {at: 30s, every: 7s, until: 3m}
users: {patience: 2s}
`,
	// A ban.
	`
length: 40m
fleet: {nodes: 2, users: 10, customers: 2}
carrier: {tokens: coexist, token_life: 15m}
workload: [{closed: {think: exp 10s}}]
faults: [{ban: {at: 4m}}, {ban: {at: 25m}}]
`,
	// Wrong clocks.
	`
fleet: {nodes: 2, users: 10, clock_skew: [-40s, 40s]}
carrier: {tokens: coexist, token_life: 2m}
workload: [{closed: {think: exp 3s}}]
`,
	// Stores that are slow, down and slow again.
	`
fleet: {nodes: 2, users: 10, store_delay: 60ms, cache_delay: 5ms}
carrier: {tokens: single, token_life: 3m}
workload: [{closed: {think: exp 3s}}]
faults:
  - cache_down: {at: 1m, for: 50s, store: true}
  - external_renewal: {at: 90s}
`,
	// A store that is slower than its users are patient.
	`
fleet: {users: 10, store_delay: 3s}
carrier: {tokens: coexist}
workload: [{closed: {think: exp 10s}}]
users: {patience: 2s}
`,
	// Customers whose tokens die while the store is down, and one with a quota.
	`
fleet: {nodes: 2, users: 30, customers: 3}
carrier: {tokens: single, token_life: 2m}
workload: [{closed: {think: exp 2s}}]
faults:
  - cache_down: {at: 30s, for: 4m, store: true}
  - external_renewal: {at: 40s, every: 9s, until: 2m, customer: 0}
  - external_renewal: {at: 41s, every: 9s, until: 2m, customer: 1}
  - carrier_down: {at: 5m, for: 2m, status: 429, only: token, customer: 2}
`,
	// A quota that says when it ends.
	`
fleet: {users: 40, customers: 2}
carrier: {profile: usps, tokens: single}
workload: [{closed: {think: exp 2s}}]
faults: [{external_renewal: {at: 20s, every: 500ms, until: 3m}}]
`,
	// A limit that answers announce.
	`
fleet: {nodes: 2, users: 30, customers: 2}
carrier: {profile: path-of-exile, grant: client-credentials, tokens: single}
workload: [{closed: {think: exp 1s}}]
faults: [{external_renewal: {at: 20s, every: 500ms, until: 3m}}]
`,
	// A holder that stands still.
	`
fleet: {nodes: 2, users: 10}
carrier: {tokens: single, token_life: 71s}
workload: [{closed: {think: exp 1s}}]
faults: [{carrier_slow: {at: 0s, adds: 8s, only: token}}]
users: {patience: 2s}
`,
	// Pairs that come late, and replace newer ones; refused and repeated requests.
	`
fleet: {nodes: 3, users: 8, cache: fleet, store_delay: 0s}
carrier:
  {reading: literal, grant: refresh, tokens: coexist, token_life: 3s, refresh: {reuse_interval: 8s}}
workload: [{closed: {think: exp 6s}}]
faults:
  - carrier_slow: {at: 0s, adds: exp 3s, only: token}
  - carrier_down: {at: 1m, for: 6m, status: 500, only: token, share: 0.3}
  - carrier_down: {at: 2m, for: 4m, status: 401, only: api, share: 0.3}
  - carrier_slow: {at: 6m, for: 20s, adds: 1m, only: token}
users: {sign_in: {after: exp 5s}}
`,
	// A whole life of a token, two clocks, and an outage in which few ask.
	`
length: 70m
fleet: {nodes: 2, users: 2, clock_skew: [-40s, 40s]}
carrier: {tokens: coexist}
workload: [{burst: {at: 0s, clicks: 1, every: 10s}}]
faults: [{carrier_down: {at: 30m, for: 2m, status: 500, only: token}}]
`,
	// No answer in time, when few ask.
	`
length: 70m
fleet: {users: 2}
carrier: {tokens: coexist}
workload: [{burst: {at: 0s, clicks: 1, every: 20s}}]
faults:
  - carrier_slow: {at: 29m, for: 3m, adds: 1m, only: token}
  - carrier_slow: {at: 54m, for: 3m, adds: 1m, only: token}
`,
	// Holders that stand still for more than a minute.
	`
length: 40m
fleet: {nodes: 2, users: 10}
carrier: {grant: refresh, tokens: single, token_life: 16m, refresh: {on_reuse: refuse}}
workload: [{closed: {think: exp 5s}}]
faults:
  - carrier_slow: {at: 0s, adds: 11s, only: token}
  - external_renewal: {at: 20s, every: 45s}
users: {sign_in: {after: exp 5s}}
`,
	// The same with credentials, where who takes over has another token.
	`
length: 40m
fleet: {nodes: 2, users: 10}
carrier: {tokens: single, token_life: 16m}
workload: [{closed: {think: exp 5s}}]
faults: [{carrier_slow: {at: 0s, adds: 11s, only: token}}]
`,
}

// slowStore slows the shared store twice, the second time more than a lookup's patience.
func slowStore(p faults.Platform) {
	for _, slow := range []struct{ at, length, by time.Duration }{
		{2 * time.Minute, 20 * second, 300 * ms}, {235 * second, 90 * second, 1400 * ms},
	} {
		p.At(slow.at, func() {
			end := p.CachesSlow(faults.Caches{Store: true}, slow.by)
			p.At(slow.at+slow.length, func() { end() })
		})
	}
}

// stillNodes pauses one node or the other, longer than a lease is held, and crashes one.
func stillNodes(p faults.Platform) {
	for i := range 18 {
		at := time.Duration(i) * 25 * second
		p.At(at, func() {
			end := p.PauseNode(i % 2)
			p.At(at+20*second, func() { end() })
		})
	}
	p.At(465*second, func() { p.CrashNode(0) })
	p.At(470*second, func() { p.StartNode(0) })
}

// sleepers pauses one node or the other for longer than a minute.
func sleepers(p faults.Platform) {
	for i := range 24 {
		at := 40*second + time.Duration(i)*95*second
		p.At(at, func() {
			end := p.PauseNode(i % 2)
			p.At(at+70*second, func() { end() })
		})
	}
}

// worlds are the runs of the troubles.
func worlds(t *testing.T) (all []*scenarios.Scenario) {
	t.Helper()
	for _, text := range troubles {
		if !strings.Contains(text, "length:") {
			text = "length: 8m" + text
		}
		text += "network: {api: {leg: 50ms}, token: {leg: 50ms}}\nabout: x\nstrategies: [naive]\n"
		s, err := scenarios.Parse("trouble.yaml", []byte(text))
		require.NoError(t, err)
		for sign, fault := range map[string]func(faults.Platform){
			"store_delay": slowStore, "adds: 8s": stillNodes, "adds: 11s": sleepers,
		} {
			if strings.Contains(text, sign) {
				s.Faults = append(s.Faults, faults.Fault{Key: "made_up", Kind: &madeUp{apply: fault}})
			}
		}
		all = append(all, s)
	}
	return all
}
