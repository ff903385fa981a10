package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What is done after Save is undone, as often as it is restored.
func TestSave(t *testing.T) {
	inBubble(t, func(t *testing.T, b *bubble) {
		ctx, clock := t.Context(), b.env.Clock
		stores, leases, quota := make([]MemoryStore, 1), NewMemoryLease(clock), NewMemoryQuota(clock)
		store := &stores[0]
		mine, other := leases.For("a"), leases.For("b")
		reserve := func() time.Duration {
			wait, _, err := quota.Reserve(ctx, time.Minute, 1, Forever)
			require.NoError(t, err)
			return wait
		}
		first, err := mine.Hold(ctx, time.Hour)
		require.NoError(t, err)
		require.NoError(t, store.Put(WithFence(ctx, 1), Token{Value: "A"}))
		require.Zero(t, reserve())
		require.NoError(t, quota.Report(ctx, "x", Ban{Passed: Forever, Silence: time.Hour}))
		restore := Save(stores, []*MemoryLease{leases}, []*MemoryQuota{quota})
		for range 2 {
			require.NoError(t, store.Put(WithFence(ctx, 2), Token{Value: "B"}))
			require.Equal(t, time.Minute, reserve())
			require.NoError(t, quota.Report(ctx, "x", Ban{Passed: Forever, Silence: 2 * time.Hour}))
			require.NoError(t, quota.Report(ctx, "y", Ban{Passed: Forever, Silence: time.Hour}))
			require.NoError(t, mine.Release(WithFence(ctx, first.Fence)))
			second, err := other.Hold(ctx, time.Hour)
			require.NoError(t, err)
			require.Equal(t, Grant{first.Fence + 1, true, first.Fence}, second)
			restore()
			got, err := store.Get(ctx)
			require.NoError(t, err)
			require.Equal(t, "A", got.Value)
			require.NoError(t, store.Put(WithFence(ctx, 1), Token{Value: "A"}))
			held, err := mine.Hold(ctx, time.Hour)
			require.NoError(t, err)
			require.Equal(t, Grant{Fence: first.Fence, Held: true}, held)
			known, err := quota.Ban(ctx, "x", 0)
			require.NoError(t, err)
			require.Equal(t, time.Hour, known.Silence)
			known, err = quota.Ban(ctx, "y", 0)
			require.NoError(t, err)
			require.Equal(t, NoBan, known)
		}
	})
}
