package conformance

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// A Shelf has what a test of a store, a lease or a quota needs: a clock that the test advances, and
// the store, the lease and the quota of any node. All nodes reach the same ones, which live by the
// same clock. TestRefresh uses
// the store and the lease alone, and the clock of Env.
type Shelf struct {
	Clock   interface{ Now() time.Time }
	Advance func(time.Duration)
	Store   func(node string) strategies.Store
	Lease   func(node string) strategies.LeaseStore
	Quota   func(node string) strategies.QuotaStore // of one public IP

	Env func() strategies.Env // on the clock of TestRefresh

	// Die lets the system free what it frees of a process that is gone; nil: nothing.
	Die func(node string)
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
	t.Run("takes a shorter life for a newer token", func(t *testing.T) {
		s := make(t)
		store := s.Store("1")
		for i, life := range []time.Duration{time.Hour, time.Minute} {
			token := strategies.Token{
				Value: string(rune('A' + i)), Expires: s.Clock.Now().Add(life),
			}
			require.NoError(t, store.Put(t.Context(), token))
			requireToken(t, store, token)
		}
	})
	t.Run("refuses a fence lower than one it has seen", func(t *testing.T) {
		testFences(t, make(t))
	})
	t.Run("keeps the pair", func(t *testing.T) {
		testPairs(t, make(t))
	})
	t.Run("takes a pair on a condition", func(t *testing.T) {
		testConditions(t, make(t))
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

// testFences puts tokens under fences; 0 is none.
func testFences(t *testing.T, s Shelf) {
	one, two := s.Store("1"), s.Store("2")
	var want strategies.Token
	for i, step := range []struct {
		fence int64
		put   bool
	}{
		{0, true}, {7, true}, {6, false}, {1, false}, {7, true}, {8, true}, {7, false},
		{0, true}, {7, false}, {8, true}, // who renews without a lease knows of no older token
	} {
		ctx := t.Context()
		if step.fence != 0 {
			ctx = strategies.WithFence(ctx, step.fence)
		}
		token := strategies.Token{
			Value: string(rune('A' + i)), Expires: s.Clock.Now().Add(time.Hour),
		}
		require.NoError(t, []strategies.Store{one, two}[i%2].Put(ctx, token))
		if step.put {
			want = token
		}
		s.Advance(time.Second)
		requireToken(t, one, want)
		requireToken(t, two, want)
	}
}

// testPairs puts pairs, and lets access tokens expire. What is left is a token without a value.
func testPairs(t *testing.T, s Shelf) {
	one, two := s.Store("1"), s.Store("2")
	pair := strategies.Token{
		Value: "A", Expires: s.Clock.Now().Add(time.Hour), Refresh: "R1", Generation: 1,
	}
	require.NoError(t, one.Put(t.Context(), pair))
	requireToken(t, two, pair)
	s.Advance(300 * 24 * time.Hour)
	got, err := two.Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, "R1", got.Refresh, "it outlives the access token")
	require.True(t, got.IsZero() || !s.Clock.Now().Before(got.Expires))
	bare := strategies.Token{Refresh: "R2", Generation: 2}
	require.NoError(t, two.Put(t.Context(), bare))
	requireToken(t, one, bare)
	unsaid := strategies.Token{Value: "B", Refresh: "R3", Generation: 3}
	require.NoError(t, one.Put(t.Context(), unsaid))
	s.Advance(24 * time.Hour)
	requireToken(t, two, unsaid)
	alone := strategies.Token{Value: "C", Expires: s.Clock.Now().Add(time.Hour)}
	require.NoError(t, one.Put(t.Context(), alone))
	requireToken(t, two, alone)
	require.NoError(t, one.Put(t.Context(), strategies.Token{}))
	requireToken(t, two, strategies.Token{})
}

// testConditions puts pairs of some generation on a condition.
func testConditions(t *testing.T, s Shelf) {
	var want strategies.Token
	for i, step := range []struct {
		condition  strategies.Condition
		generation int64
		put        bool
	}{
		{strategies.NotOlder, 3, true},
		{strategies.NotOlder, 2, false},
		{strategies.NotOlder, 3, true},
		{strategies.Successor, 3, false},
		{strategies.Successor, 5, false},
		{strategies.Successor, 4, true},
		{strategies.Successor, 4, false}, // two presented the same
		{strategies.Unconditional, 1, true},
		{strategies.Successor, 5, false},
		{strategies.NotOlder, 6, true}, // somebody signed in
		{strategies.Unconditional, 0, true},
		{strategies.Successor, 1, true},
		{strategies.Successor, 0, true}, // an access token alone
	} {
		pair := strategies.Token{
			Value: string(rune('A' + i)), Expires: s.Clock.Now().Add(time.Hour),
			Refresh: string(rune('a' + i)), Generation: step.generation,
		}
		if step.generation == 0 {
			pair.Refresh = ""
		}
		ctx := strategies.WithCondition(t.Context(), step.condition)
		require.NoError(t, s.Store("1").Put(ctx, pair))
		if step.put {
			want = pair
		}
		requireToken(t, s.Store("2"), want)
	}
}

func requireToken(t *testing.T, store strategies.Store, want strategies.Token) {
	t.Helper()
	got, err := store.Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, want.Value, got.Value)
	require.Equal(t, want.Refresh, got.Refresh)
	require.Equal(t, want.Generation, got.Generation)
	if want.Expires.IsZero() {
		require.Zero(t, got.Expires)
		return
	}
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
			grant, err := leases[step.node].Hold(t.Context(), 10*time.Second)
			require.NoError(t, err)
			require.Equal(t, step.held, grant.Held, "node %s at %v", step.node, step.at)
		}
	})
	t.Run("is given to one of many", func(t *testing.T) {
		s := make(t)
		var crowd sync.WaitGroup
		held := [50]bool{}
		for i := range held {
			lease := s.Lease(string(rune('A' + i)))
			crowd.Go(func() {
				grant, _ := lease.Hold(t.Context(), time.Minute)
				held[i] = grant.Held
			})
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
	t.Run("has a larger fence with each grant", func(t *testing.T) {
		testGrants(t, make(t))
	})
}

// testGrants lets two nodes hold, prolong, lose and release a lease of ten seconds.
func testGrants(t *testing.T, s Shelf) {
	const hold = 10 * time.Second
	leases := []strategies.LeaseStore{s.Lease("1"), s.Lease("2")}
	fences := []int64{0}
	under := func(grant int) context.Context {
		if grant == 0 {
			return t.Context()
		}
		return strategies.WithFence(t.Context(), fences[grant])
	}
	requireGrant := func(node, as int, held bool, grant, released int) {
		t.Helper()
		got, err := leases[node-1].Hold(under(as), hold)
		require.NoError(t, err)
		if grant == len(fences) {
			require.Greater(t, got.Fence, fences[grant-1])
			fences = append(fences, got.Fence)
		}
		want := strategies.Grant{Fence: fences[grant], Held: held, Released: fences[released]}
		require.Equal(t, want, got)
	}
	release := func(node, as int) {
		t.Helper()
		require.NoError(t, leases[node-1].Release(under(as)))
	}
	requireGrant(1, 0, true, 1, 0)
	requireGrant(2, 0, false, 1, 0)
	release(1, 1)
	release(1, 1)                   // nothing is left to release
	requireGrant(1, 1, false, 0, 1) // nor to prolong
	requireGrant(2, 0, true, 2, 1)
	release(1, 1) // it is another's
	requireGrant(1, 0, false, 2, 1)
	requireGrant(1, 1, false, 2, 1)
	s.Advance(8 * time.Second)
	requireGrant(2, 2, true, 2, 1) // prolonged
	s.Advance(9 * time.Second)
	requireGrant(1, 0, false, 2, 1)
	s.Advance(time.Second + 2*time.Millisecond)
	requireGrant(2, 2, false, 0, 0) // it ran out
	release(2, 2)
	requireGrant(1, 0, true, 3, 0)
	release(2, 2) // it comes too late
	requireGrant(2, 0, false, 3, 0)
	err := leases[1].Release(t.Context()) // whoever holds it
	if errors.Is(err, errors.ErrUnsupported) {
		return // a lock of the operating system is its holder's
	}
	require.NoError(t, err)
	requireGrant(2, 0, true, 4, 3)
}
