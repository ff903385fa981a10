package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

func TestSchemaIsWhatTheTypesSay(t *testing.T) {
	fresh, err := generate()
	require.NoError(t, err)
	embedded, err := scenarios.Schema()
	require.NoError(t, err)
	require.Equal(t, string(fresh), string(embedded), "go generate writes it")
}
