package scenarios_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// storm is the workload that speed is measured on: naive clients on two nodes kill each other's
// tokens for half an hour and no ban ends it, so nearly every call is refused and repeated.
const storm = `
about: 500 users on two nodes, and nobody bans them.
length: 30m
fleet: {nodes: 2, users: %d}
carrier: {reading: %s, tokens: %s}
workload:
  - closed: {think: exp 10s}
network:
  api: {leg: uniform 40ms..60ms}
  token: {leg: uniform 40ms..60ms}
strategies: [naive]
`

func BenchmarkRun(b *testing.B) {
	for _, bench := range []struct{ name, strategy, reading, tokens string }{
		{"storm", "naive", "A4", "single"},
		{"banned", "naive", "akamai", "single"},
		{"healthy", "naive", "akamai", "coexist"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			text := fmt.Sprintf(storm, 500, bench.reading, bench.tokens)
			s, err := scenarios.Parse("storm.yaml", []byte(text))
			require.NoError(b, err)
			c, err := spec.Lookup(bench.strategy)
			require.NoError(b, err)
			b.ReportAllocs()
			var events uint64
			for b.Loop() {
				tally, err := world.Run{Scenario: s, Strategy: c, Seed: 1}.Do()
				require.NoError(b, err)
				events += tally.Events
			}
			b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
