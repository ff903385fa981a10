package dashboard

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func TestSpeed(t *testing.T) {
	var s speed
	s.add(0, 0)
	each, span, now := s.shown()
	require.Empty(t, each)
	require.Equal(t, unit.Milliseconds(time.Second), span)
	require.Zero(t, now)
	s.add(900*time.Millisecond, 5)
	s.add(1*time.Second, 6)
	s.add(2500*time.Millisecond, 12) // a span without news has what came by then
	each, _, now = s.shown()
	require.Equal(t, []float64{6, 6}, each)
	require.InDelta(t, 4.8, now, 1e-9)
}

// Two spans become one where there are many; what is shown is that of all the time.
func TestSpeedOfALongStudy(t *testing.T) {
	var s speed
	for i := range 1000 {
		s.add(time.Duration(i)*time.Second, 3*i)
	}
	each, span, now := s.shown()
	require.Equal(t, unit.Milliseconds(8*time.Second), span)
	require.Len(t, each, 124)
	for _, v := range each {
		require.InDelta(t, 3, v, 1e-9)
	}
	require.InDelta(t, 3, now, 1e-9)
}
