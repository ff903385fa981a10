package scenarios_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/hunt"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// breaches are what a hunt holds against the strategies that a scenario of the graveyard names.
func breaches(t *testing.T, file string) (all []hunt.Breach) {
	t.Helper()
	s, err := scenarios.Load(file)
	require.NoError(t, err)
	for _, name := range s.Strategies {
		with, err := spec.Lookup(name)
		require.NoError(t, err)
		all = append(all, hunt.Judge(s, &hunt.Subject{Strategy: with})...)
	}
	return all
}

// What was healed stays so.
func TestGraveyardStaysHealed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("graveyard/healed/*/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(file, func(t *testing.T) { require.Empty(t, breaches(t, file)) })
	}
}

// What is known to break still does: what does not any more belongs to the healed.
func TestGraveyardBreaks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("graveyard/[!h]*/*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			require.NotEmpty(t, breaches(t, file), "move it to graveyard/healed")
		})
	}
}
