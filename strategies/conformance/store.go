package conformance

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Shelf has what a test of a store or a lease needs: a clock that the test advances, and the
// store and the lease of any node. All nodes reach the same store and lease, which live by the
// same clock.
type Shelf struct {
	Clock   interface{ Now() time.Time }
	Advance func(time.Duration)
	Store   func(node string) strategies.Store
	Lease   func(node string) strategies.LeaseStore
}

// TestStore checks what every store must do. A store may round an expiry by a millisecond.
func TestStore(t *testing.T, make func(t *testing.T) Shelf) {
	t.Run("is empty at first", func(t *testing.T) {
		requireToken(t, make(t).Store("1"), strategies.Token{})
	})
	t.Run("tells all nodes what was put last", func(t *testing.T) {
		s := make(t)
		one, two := s.Store("1"), s.Store("2")
		for i, value := range []string{"A", "B", "C"} {
			token := strategies.Token{Value: value, Expires: s.Clock.Now().Add(time.Hour)}
			require.NoError(t, []strategies.Store{one, two}[i%2].Put(t.Context(), token))
			s.Advance(time.Minute)
			requireToken(t, one, token)
			requireToken(t, two, token)
		}
	})
	t.Run("keeps a token until it expires", func(t *testing.T) {
		s := make(t)
		token := strategies.Token{Value: "A", Expires: s.Clock.Now().Add(time.Hour)}
		require.NoError(t, s.Store("1").Put(t.Context(), token))
		s.Advance(time.Hour - 2*time.Millisecond)
		requireToken(t, s.Store("2"), token)
		s.Advance(4 * time.Millisecond)
		got, err := s.Store("2").Get(t.Context())
		require.NoError(t, err)
		require.False(t, s.Clock.Now().Before(got.Expires), "what it tells now has expired")
	})
	t.Run("serves many at once", func(t *testing.T) {
		s := make(t)
		store := s.Store("1")
		token := strategies.Token{Value: "A", Expires: s.Clock.Now().Add(time.Hour)}
		var crowd sync.WaitGroup
		for range 50 {
			crowd.Go(func() { _ = store.Put(t.Context(), token) })
			crowd.Go(func() { _, _ = store.Get(t.Context()) })
		}
		crowd.Wait()
		requireToken(t, store, token)
	})
}

func requireToken(t *testing.T, store strategies.Store, want strategies.Token) {
	t.Helper()
	got, err := store.Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, want.Value, got.Value)
	require.WithinDuration(t, want.Expires, got.Expires, time.Millisecond)
}

// TestLease checks what every lease must do.
func TestLease(t *testing.T, make func(t *testing.T) Shelf) {
	t.Run("is held by one node at a time", func(t *testing.T) {
		s := make(t)
		start, leases := s.Clock.Now(), map[string]strategies.LeaseStore{}
		for _, node := range []string{"1", "2"} {
			leases[node] = s.Lease(node)
		}
		for _, step := range []struct {
			at   time.Duration
			node string
			held bool
		}{
			{0, "1", true},
			{1 * time.Second, "2", false},
			{8 * time.Second, "1", true}, // prolonged
			{17 * time.Second, "2", false},
			{18*time.Second + 2*time.Millisecond, "2", true},
			{19 * time.Second, "1", false},
		} {
			s.Advance(step.at - s.Clock.Now().Sub(start))
			held, err := leases[step.node].Hold(t.Context(), 10*time.Second)
			require.NoError(t, err)
			require.Equal(t, step.held, held, "node %s at %v", step.node, step.at)
		}
	})
	t.Run("is given to one of many", func(t *testing.T) {
		s := make(t)
		var crowd sync.WaitGroup
		held := [50]bool{}
		for i := range held {
			lease := s.Lease(string(rune('A' + i)))
			crowd.Go(func() { held[i], _ = lease.Hold(t.Context(), time.Minute) })
		}
		crowd.Wait()
		holders := 0
		for _, h := range held {
			if h {
				holders++
			}
		}
		require.Equal(t, 1, holders)
	})
}
