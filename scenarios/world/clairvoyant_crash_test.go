package world

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A node that crashes while one of its processes waits for the end of a ban keeps no other node
// waiting: once the ban is over the clairvoyant serves everybody. The token dies within the ban.
func TestClairvoyantOutlivesACrash(t *testing.T) {
	s, err := scenarios.Parse("crash.yaml", []byte(`
about: A crash within a ban.
length: 30m
fleet: {nodes: 2, users: 20}
carrier: {token_life: 2m}
workload: [{closed: {think: 20s}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
faults: [{ban: {at: 1m}}, {crash: {at: 5m, node: 0, down: 10s}}]
strategies: [clairvoyant]
`))
	require.NoError(t, err)
	with, err := spec.Lookup("clairvoyant")
	require.NoError(t, err)
	tally, err := Run{Scenario: s, Strategy: with, Seed: 1}.Do()
	require.NoError(t, err)
	require.Equal(t, 1, tally.Bans.Count)
	// From minute 11 on each of 20 users clicks about every 20 s, for 19 minutes.
	require.Greater(t, tally.Actions.Succeeded, 1000)
}
