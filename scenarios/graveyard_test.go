package scenarios_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/graveyard"
	"github.com/tokenstorm/tokenstorm/scenarios/hunt"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// breaches are what a hunt holds against a strategy in a scenario of the graveyard.
func breaches(t *testing.T, strategy string, s *scenarios.Scenario) []hunt.Breach {
	t.Helper()
	with, err := spec.Lookup(strategy)
	require.NoError(t, err)
	return hunt.Judge(s, &hunt.Subject{Strategy: with})
}

// What was healed stays so.
func TestGraveyardStaysHealed(t *testing.T) {
	t.Parallel()
	all, err := graveyard.Healed()
	require.NoError(t, err)
	require.NotEmpty(t, all)
	for _, e := range all {
		t.Run(e.Strategy+"/"+e.Scenario.Name, func(t *testing.T) {
			require.NotEmpty(t, e.Scenario.Outcome, "what failed, and what mends it")
			require.Equal(t, []string{e.Strategy}, e.Scenario.Strategies)
			require.Empty(t, breaches(t, e.Strategy, e.Scenario))
		})
	}
}

// What is known to break still does: what does not any more belongs to the healed.
func TestGraveyardBreaks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("graveyard/[^h]*/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			s, err := scenarios.Load(file)
			require.NoError(t, err)
			require.NotEmpty(t, breaches(t, s.Strategies[0], s), "move it to graveyard/healed")
		})
	}
}
