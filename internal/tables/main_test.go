package main

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTablesAreWhatTheCodeSays(t *testing.T) {
	stale, err := rendered("../../docs")
	require.NoError(t, err)
	require.Empty(t, slices.Sorted(maps.Keys(stale)), "go generate writes them")
}

func TestRender(t *testing.T) {
	seen := map[string]bool{}
	page := "# A\n<!-- table readings: written by go generate -->\nold\n<!-- end of table -->\nB\n"
	got, err := render(page, tables, seen)
	require.NoError(t, err)
	rows, err := readings()
	require.NoError(t, err)
	require.Equal(t, "# A\n<!-- table readings: written by go generate -->\n\n"+rows+
		"\n<!-- end of table -->\nB\n", got)
	require.Equal(t, map[string]bool{"readings": true}, seen)

	page = "<!-- table hills: written by go generate -->\n<!-- end of table -->\n"
	_, err = render(page, tables, seen)
	require.ErrorContains(t, err, `no table is called "hills"; there are `)
}
