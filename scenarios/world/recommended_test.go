package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// What a service composes in Go runs as the strategy of that name does, to the digest.
func TestRecommendedInGoRunsAsItsFile(t *testing.T) {
	for name, parts := range map[string][]strategies.Part{
		"recommended":          strategies.Recommended(),
		"recommended-unshared": strategies.RecommendedUnshared(),
	} {
		written, err := spec.Lookup(name)
		require.NoError(t, err)
		for _, scenario := range []string{"expiry-herd-50ms", "external-renewal", "cache-down-minute"} {
			s, err := scenarios.Load(scenario)
			require.NoError(t, err)
			var digests []string
			for _, with := range []spec.Strategy{written, {Name: name, Parts: parts}} {
				tally, err := world.Run{Scenario: s, Strategy: with, Seed: 1}.Do()
				require.NoError(t, err)
				digests = append(digests, tally.Digest)
			}
			require.Equal(t, digests[0], digests[1], "%s in %s", name, scenario)
		}
	}
}
