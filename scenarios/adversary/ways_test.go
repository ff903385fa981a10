package adversary

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

// ways are scenarios in which a random search once broke what we recommend, each as small as it
// got.
var ways = []struct{ name, strategy, file string }{
	{"probes keep a ban alive for ever", "recommended", `
length: 90m
fleet: {nodes: 2, users: 2}
carrier: {reading: paranoid}
workload: [{closed: {think: 20s}}]
faults: [{ban: {at: 0s}}]`},
	{"a store that is down while the fleet grows", "recommended", `
length: 11m
fleet: {nodes: 2, users: 4}
workload: [{closed: {think: 1s}}]
faults: [{cache_down: {at: 1m, for: 5m, store: true}}, {scale_out: {at: 2m, nodes: 2}}]`},
	{"the ration outlasts the lease", "recommended", `
length: 5m
fleet: {nodes: 8, customers: 8, users: 64}
workload: [{closed: {think: 5s}}, {burst: {at: 10s, clicks: 200}}]`},
	{"the breaker counts a whole ban from wherever it learns of it", "recommended", `
length: 40m
fleet: {users: 10}
carrier: {token_life: 15m}
workload: [{closed: {think: exp 10s}}]
faults: [{ban: {at: 10m}}]`},
	{"a restart forgets the breaker", "recommended", `
length: 15m15s
fleet: {users: 10}
workload: [{closed: {think: exp 10s}}]
faults: [{ban: {at: 0s}}, {restart: {at: 8m20s}}]`},
	{"a slow store", "recommended", `
length: 5m
fleet: {users: 10, store_delay: 3s}
carrier: {tokens: coexist}
workload: [{closed: {think: exp 10s}}]
users: {patience: 2s}`},
	{"users leave before their own cache answers", "recommended-unshared", `
length: 5m
fleet: {users: 10, cache_delay: 300ms}
workload: [{closed: {think: exp 10s}}]
users: {patience: 200ms}`},
	{"the renewal dies with its caller", "leader", `
length: 6m
fleet: {users: 20}
workload: [{closed: {think: exp 5s}}]
faults: [{external_renewal: {at: 1m}}]
users: {patience: 200ms}`},
	{"a caller who has gone still asks", "leader", `
length: 5m
fleet: {store_delay: 3s}
carrier: {tokens: coexist}
workload: [{open: {rate: 1.2/s, gaps: even}}]
users: {patience: 15100ms}`},
}

// None of them breaks it now.
func TestWays(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			s, err := scenarios.Parse("way.yaml", []byte("about: "+way.name+way.file+`
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [`+way.strategy+"]\n"))
			require.NoError(t, err)
			for _, f := range Judge(s, named(t, way.strategy)[0]) {
				t.Errorf("%v: %s", f.Way, f.What)
			}
		})
	}
}
