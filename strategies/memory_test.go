package strategies

import (
	"testing"
	"time"

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

func TestMemoryLeaseIsHeldByOneNodeAtATime(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		lease := NewMemoryLease(b.env.Clock)
		one, two := lease.For("1"), lease.For("2")
		for _, step := range []struct {
			at    time.Duration
			lease LeaseStore
			held  bool
		}{
			{0, one, true},
			{1 * time.Second, two, false},
			{8 * time.Second, one, true}, // prolonged
			{17 * time.Second, two, false},
			{18 * time.Second, two, true},
			{19 * time.Second, one, false},
		} {
			b.until(step.at)
			held, err := step.lease.Hold(t.Context(), 10*time.Second)
			require.NoError(t, err)
			require.Equal(t, step.held, held, "at %v", step.at)
		}
	})
}
