package conformance

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

const rounding = time.Millisecond // of a length of time, by a store

// TestQuota checks what every quota must do. A quota may round a length of time by a millisecond.
func TestQuota(t *testing.T, make func(t *testing.T) Shelf) {
	t.Run("gives permits to all nodes from one line", func(t *testing.T) { testLine(t, make(t)) })
	t.Run("gives each permit once", func(t *testing.T) {
		quota := make(t).Quota
		var crowd sync.WaitGroup
		waits := [50]time.Duration{}
		for i := range waits {
			crowd.Go(func() {
				waits[i], _, _ = quota(string(rune('A'+i))).Reserve(t.Context(), time.Minute, 1,
					strategies.Forever)
			})
		}
		crowd.Wait()
		var sum time.Duration
		for _, wait := range waits {
			sum += wait
		}
		require.InDelta(t, 49*50/2*time.Minute, sum, float64(50*time.Second))
	})
	t.Run("knows of no ban at first", func(t *testing.T) {
		b, err := make(t).Quota("1").Ban(t.Context(), "403", time.Minute)
		require.NoError(t, err)
		require.False(t, b.InForce())
		require.Equal(t, strategies.NoBan, b)
	})
	t.Run("tells all nodes of a ban", func(t *testing.T) { testBan(t, make(t)) })
	t.Run("knows when a ban is over", func(t *testing.T) { testOver(t, make(t)) })
	t.Run("keeps what it knows better", func(t *testing.T) { testLaterCounts(t, make(t)) })
}

func testLine(t *testing.T, s Shelf) {
	start := s.Clock.Now()
	for i, step := range []struct {
		at       time.Duration
		node     string
		every    time.Duration
		burst    int
		patience time.Duration
		wait     time.Duration
		ok       bool
	}{
		{0, "1", time.Second, 1, strategies.Forever, 0, true},
		{0, "2", time.Second, 1, strategies.Forever, time.Second, true},
		{500 * time.Millisecond, "1", time.Second, 1, time.Second, 1500 * time.Millisecond, false},
		{500 * time.Millisecond, "1", 4 * time.Second, 1, 2 * time.Second,
			1500 * time.Millisecond, true}, // the line is busy until 6 s
		{500 * time.Millisecond, "2", time.Second, 3, 0, 3500 * time.Millisecond, false},
		{4 * time.Second, "2", time.Second, 3, 0, 0, true}, // until 7 s
		{5 * time.Second, "1", time.Second, 3, 0, 0, true},
		{5 * time.Second, "2", time.Second, 3, 0, time.Second, false},
		{20 * time.Second, "1", time.Second, 1, 0, 0, true}, // a pause saves no permits
		{20 * time.Second, "2", time.Second, 1, strategies.Forever, time.Second, true},
	} {
		s.Advance(step.at - s.Clock.Now().Sub(start))
		wait, ok, err := s.Quota(step.node).Reserve(t.Context(), step.every, step.burst, step.patience)
		require.NoError(t, err)
		require.Equal(t, step.ok, ok, "step %d", i)
		require.InDelta(t, step.wait, wait, float64(rounding), "step %d", i)
	}
}

func testBan(t *testing.T, s Shelf) {
	one, two := s.Quota("1"), s.Quota("2")
	learned := strategies.Ban{
		Passed: 2 * time.Minute, Refused: 0, Silence: time.Minute, Over: 10 * time.Minute, Failed: 3,
	}
	require.NoError(t, one.Report(t.Context(), "403", learned))
	s.Advance(20 * time.Second)
	requireBan(t, two, "403", strategies.Ban{
		Passed: 140 * time.Second, Refused: 20 * time.Second, Silence: 40 * time.Second,
		Over: 580 * time.Second, Failed: 3,
	})
	s.Advance(45 * time.Second)
	probes := strategies.Ban{
		Passed: 185 * time.Second, Refused: 65 * time.Second, Silence: -5 * time.Second,
		Over: 535 * time.Second, Failed: 3,
	}
	requireBan(t, two, "403", probes)
	probes.Silence = 30 * time.Second // while the probe of the other is under way
	requireBan(t, one, "403", probes)

	other, err := one.Ban(t.Context(), "429", time.Minute)
	require.NoError(t, err)
	require.Equal(t, strategies.NoBan, other, "another ban")
}

func testOver(t *testing.T, s Shelf) {
	one, two := s.Quota("1"), s.Quota("2")
	require.NoError(t, one.Report(t.Context(), "403", strategies.Ban{
		Passed: strategies.Forever, Silence: time.Minute, Over: time.Minute,
	}))
	s.Advance(2 * time.Minute)
	require.NoError(t, two.Report(t.Context(), "403", strategies.Ban{
		Passed: time.Second, Refused: strategies.Forever,
	}))
	b, err := one.Ban(t.Context(), "403", time.Minute)
	require.NoError(t, err)
	require.False(t, b.InForce())
	require.InDelta(t, time.Second, b.Passed, float64(rounding))

	// Who knew of the ban alone does not bring it back.
	require.NoError(t, one.Report(t.Context(), "403", strategies.Ban{
		Passed: strategies.Forever, Refused: 2 * time.Minute, Silence: time.Hour, Over: time.Hour,
	}))
	b, err = two.Ban(t.Context(), "403", time.Minute)
	require.NoError(t, err)
	require.False(t, b.InForce())
}

func testLaterCounts(t *testing.T, s Shelf) {
	one, two := s.Quota("1"), s.Quota("2")
	late := strategies.Ban{
		Passed: time.Hour, Silence: 5 * time.Minute, Over: 10 * time.Minute,
	}
	require.NoError(t, one.Report(t.Context(), "403", late))
	require.NoError(t, two.Report(t.Context(), "403", strategies.Ban{
		Passed: time.Minute, Refused: 30 * time.Second, Silence: time.Second, Over: time.Second,
	}))
	late.Passed = time.Minute
	requireBan(t, one, "403", late)
}

func requireBan(t *testing.T, quota strategies.QuotaStore, name string, want strategies.Ban) {
	t.Helper()
	got, err := quota.Ban(t.Context(), name, 30*time.Second)
	require.NoError(t, err)
	require.True(t, got.InForce())
	require.InDelta(t, want.Passed, got.Passed, float64(rounding), "passed")
	require.InDelta(t, want.Refused, got.Refused, float64(rounding), "refused")
	require.InDelta(t, want.Silence, got.Silence, float64(rounding), "silence")
	require.InDelta(t, want.Over, got.Over, float64(rounding), "over")
	require.Equal(t, want.Failed, got.Failed)
}
