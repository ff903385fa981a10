package broken

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// outcome runs a scenario with a strategy of those parts.
func outcome(t *testing.T, scenario, parts string) measure.Outcome {
	t.Helper()
	s, err := scenarios.Parse("scenario.yaml", []byte(`
about: x
strategies: [naive]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
`+scenario))
	require.NoError(t, err)
	with, err := spec.Parse("strategy.yaml", []byte("about: x\nparts: "+parts))
	require.NoError(t, err)
	o, err := world.Run{Scenario: s, Strategy: with, Seed: 1}.Do()
	require.NoError(t, err)
	return o.Outcome
}

// The token of the first click has expired at the second. Its permit comes after a minute; by a
// clock that was set back by an hour, after an hour and a minute.
func TestRationByTheTimeOfDayIsPutOff(t *testing.T) {
	const scenario = `
length: 5m
carrier: {token_life: 15s}
workload: [{burst: {at: 1s, clicks: 1}}, {burst: {at: 20s, clicks: 1}}]
faults: [{clock_skew: {at: 10s, node: 0, by: -1h}}]
`
	for ration, served := range map[string]int{"ration": 2, "wall-clock-ration": 1} {
		o := outcome(t, scenario, "[retry, cache, {"+ration+": {rate: 1/m}}]")
		require.Equal(t, served, o.Actions.Succeeded, ration)
	}
}

// The first click meets the ban. By a clock that was set ahead by an hour it is over at the second.
func TestBreakerByTheTimeOfDayClosesEarly(t *testing.T) {
	const scenario = `
length: 5m
workload: [{burst: {at: 1s, clicks: 1}}, {burst: {at: 20s, clicks: 1}}]
faults: [{ban: {at: 0s}}, {clock_skew: {at: 10s, node: 0, by: 1h}}]
`
	require.Equal(t, 1, outcome(t, scenario, "[retry, cache, breaker]").Token.Requests)
	require.Equal(t, 2, outcome(t, scenario, "[retry, cache, wall-clock-breaker]").Token.Requests)
}
