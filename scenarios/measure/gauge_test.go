package measure

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A gauge agrees with a count over all hits.
func TestGaugeAgainstAllHits(t *testing.T) {
	const window = 5 * time.Second
	rapid.Check(t, func(t *rapid.T) {
		g := newGauge(window)
		gap := rapid.SampledFrom([]time.Duration{0, 1, time.Millisecond, window / 3, window})
		now := time.Duration(0)
		var hits []time.Duration
		for _, after := range rapid.SliceOf(gap).Draw(t, "gaps") {
			now += after
			hits = append(hits, now)
			held := 0
			for _, at := range hits {
				if at > now-window {
					held++
				}
			}
			require.Equal(t, held, g.add(now))
		}
	})
}

// Beyond 2^20 hits it does not know better.
func TestGaugeSaturates(t *testing.T) {
	g := newGauge(time.Second)
	for range most {
		g.add(0)
	}
	require.Equal(t, most, g.add(0))
	require.Equal(t, 1, g.add(time.Second))
}
