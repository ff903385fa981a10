package broken

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Clicks of users on both nodes, and a token request that takes longer than the lease: a second
// node requests, and kills the token of the first.
func TestLeaseThatLapses(t *testing.T) {
	const scenario = `
length: 2m
fleet: {nodes: 2, users: 6}
carrier: {tokens: single}
workload: [{burst: {at: 1s, clicks: 4, apart: 1us}}]
faults: [{carrier_slow: {at: 0s, for: 1m, adds: 12s, only: token}}]
`
	with := func(lease string) (requests, killed int) {
		o := outcome(t, scenario,
			"[retry, single-flight, "+lease+", {cache: {store: shared, refused: look}}]")
		return o.Token.Requests, o.API.Rejected.Killed
	}
	requests, killed := with("{lease: {renew: true, patience: 40s}}")
	require.Equal(t, 1, requests)
	require.Zero(t, killed)
	requests, killed = with("lapsing-lease")
	require.Greater(t, requests, 2)
	require.Positive(t, killed)
}

// A token that lives until 3600 s, and a click at 3590 s, within the margin of 30 s.
func TestLeaseWithAMarginOfItsOwn(t *testing.T) {
	const scenario = `
length: 90m
workload: [{burst: {at: 1s, clicks: 2, apart: 3589s}}]
`
	for lease, want := range map[string]int{"lease": 2, "lapsing-lease": 1} {
		const usable = "{store: shared, refused: look, margin: 30s}"
		o := outcome(t, scenario, "[retry, {look: "+usable+"}, "+lease+", {cache: "+usable+"}]")
		require.Equal(t, want, o.Token.Requests, lease)
	}
}
