package strategies

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMemoryStoreKeepsTheLastToken(t *testing.T) {
	var m MemoryStore
	got, err := m.Get(t.Context())
	require.NoError(t, err)
	require.True(t, got.IsZero())
	for _, want := range []Token{{Value: "A"}, {Value: "B"}} {
		require.NoError(t, m.Put(t.Context(), want))
		got, err = m.Get(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}
