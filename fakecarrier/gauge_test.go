package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A gauge agrees with a count over all hits.
func TestGauge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := NewGauge(5 * time.Second)
		ticks := drawTrace(t, 200)
		peak := 0
		for i, at := range ticks {
			n := g.Add(epoch.Add(time.Duration(at) * tick))
			require.Equal(t, before(ticks[:i+1], at, 5*tickSecond, HalfOpen), n)
			peak = max(peak, n)
		}
		require.Equal(t, peak, g.Peak())
		require.False(t, g.Saturated())
	})
}

// Beyond 2^20 hits it says that it does not know better.
func TestGaugeSaturates(t *testing.T) {
	g := NewGauge(time.Second)
	for range most {
		g.Add(epoch)
	}
	require.False(t, g.Saturated())
	require.Equal(t, most, g.Add(epoch))
	require.True(t, g.Saturated())
	require.Equal(t, 1, g.Add(epoch.Add(time.Second)))
	require.Equal(t, most, g.Peak())
}
