package strategytest

import (
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// trouble is a scenario in which much goes wrong.
const trouble = `about: Two nodes meet what there is.
length: 4m
fleet: {nodes: 2, users: 12, customers: 2}
workload: [{closed: {think: exp 2s}}]
network: {api: {leg: uniform 20ms..60ms}, token: {leg: uniform 20ms..60ms}}
carrier: {token_life: 40s}
faults:
  - external_renewal: {at: 30s, every: 25s}
  - carrier_down: {at: 90s, for: 10s}
  - cache_down: {at: 110s, for: 10s}
  - ban: {at: 150s}
strategies: [naive]
`

// inScenario runs s in a scenario twice: the digests must be equal.
func inScenario(s spec.Strategy) []string {
	var digests []string
	for range 2 {
		in, err := scenarios.Parse("trouble.yaml", []byte(trouble))
		if err != nil {
			return []string{err.Error()}
		}
		tally, err := world.Run{Scenario: in, Strategy: s, Seed: 1}.Do()
		if err != nil {
			return []string{err.Error()}
		}
		digests = append(digests, tally.Digest)
	}
	if digests[0] != digests[1] {
		return []string{"two runs of one scenario and seed have different digests"}
	}
	return nil
}
