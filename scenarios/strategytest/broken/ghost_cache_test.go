package broken

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The store takes 3 s, and five callers wait for 2.
func TestCacheThatRequestsForCallersWhoHaveGone(t *testing.T) {
	const scenario = `
length: 1m
fleet: {users: 1, store_delay: 3s}
carrier: {tokens: coexist}
workload: [{burst: {at: 1s, clicks: 5, apart: 10s}}]
users: {patience: 2s}
`
	for cache, want := range map[string]int{"cache": 0, "ghost-cache": 5} {
		o := outcome(t, scenario, "[retry, {"+cache+": {store: shared}}]")
		require.Equal(t, want, o.Token.Requests, cache)
	}
}
