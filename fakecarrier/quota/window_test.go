package quota

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A window agrees with a look at all hits.
func TestWindowAgainstAllHits(t *testing.T) {
	const span = 5 * time.Second
	rapid.Check(t, func(t *rapid.T) {
		w := NewWindow(span, MostHits)
		gap := rapid.SampledFrom([]time.Duration{0, 1, time.Millisecond, span / 3, span})
		now := time.Duration(0)
		var hits []time.Duration
		held := func() []time.Duration {
			in := []time.Duration{}
			for _, at := range hits {
				if at > now-span {
					in = append(in, at)
				}
			}
			return in
		}
		for _, after := range rapid.SliceOf(gap).Draw(t, "gaps") {
			now += after
			require.Len(t, held(), w.Count(now))
			hits = append(hits, now)
			require.Equal(t, len(held()), w.Add(now))
			require.Equal(t, held(), w.Since(now-span))
			require.Equal(t, now, w.Latest())
			leaves, ok := w.Next()
			require.True(t, ok)
			require.Equal(t, held()[0]+span, leaves)
		}
	})
}

// A window knows no more than it is to hold.
func TestWindowSaturates(t *testing.T) {
	w := NewWindow(time.Second, 100)
	for range 100 {
		w.Add(0)
	}
	require.Equal(t, 100, w.Add(0))
	require.Equal(t, 1, w.Add(time.Second))
	require.Zero(t, w.Count(2*time.Second))
	_, ok := w.Next()
	require.False(t, ok)
}

// Since has the hit at that very instant, too.
func TestWindowSince(t *testing.T) {
	w := NewWindow(5*time.Second, MostHits)
	for _, at := range []time.Duration{1, 2, 2, 3} {
		w.Add(at)
	}
	require.Equal(t, []time.Duration{2, 2, 3}, w.Since(2))
	require.Empty(t, w.Since(4))
}
