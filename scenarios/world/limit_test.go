package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A run that takes too many events is broken off; one that does not is the same as without a limit.
func TestLimitOfEvents(t *testing.T) {
	s, err := scenarios.Parse("scenario.yaml", []byte(bansNetwork+`
length: 10m
workload: [{open: {rate: 2/s}}]
`))
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	run := world.Run{Scenario: s, Strategy: naive, Seed: 1}
	whole, err := run.Do()
	require.NoError(t, err)
	run.MostEvents = 100
	_, err = run.Do()
	require.ErrorIs(t, err, world.ErrTooLong)
	run.MostEvents = 1_000_000
	limited, err := run.Do()
	require.NoError(t, err)
	require.Equal(t, whole.Digest, limited.Digest)
}
