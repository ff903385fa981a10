package scenariotest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/strategies"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

func TestRunReturnsEachTally(t *testing.T) {
	own := spec.Strategy{
		Name: "own", Parts: []strategies.Part{strategies.Retry{Retries: 1}, strategies.Cache{}},
	}
	tallies := Run(t, "expiry-herd-15ms", own)
	require.NotZero(t, tallies["own"].Actions.Started)
	require.NotZero(t, tallies["naive"].Actions.Started)
}

func TestUnmetExpectationsAreReported(t *testing.T) {
	s, err := scenarios.Parse("s.yaml", []byte("about: A test.\nlength: 1m\nfleet: {users: 3}\n"+
		"workload: [{closed: {think: 1s}}]\nnetwork: {api: {leg: 50ms}, token: {leg: 50ms}}\n"+
		"strategies: [naive]\nexpect: [{of: [naive], bans: [\"count==7\"]}]\n"))
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	_, problems := run(s, naive)
	require.Equal(t, []string{"naive: expected bans count==7, got count = 0"}, problems)
}
