package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCommentsAreThoseOfTheSource(t *testing.T) {
	want, err := comments("../..")
	require.NoError(t, err)
	got, err := os.ReadFile("../../" + commentsFile)
	require.NoError(t, err)
	require.Equal(t, want, string(got), "go generate writes them")
	require.Contains(t, want, "scenarios/measure.Actions.Open\tstill under way at the end\n")
	require.Contains(t, want, "scenarios/measure.Actions\tActions counts user actions.\n")
	require.NotContains(t, want, "scenarios/measure.Outcome.Unmet")
}
