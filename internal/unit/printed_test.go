package unit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 65_536: "65,536", 1_234_567: "1,234,567",
	} {
		require.Equal(t, want, Count(n))
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want string
	}{
		{0, 0, "–"}, {0, 9, "0 %"}, {9, 9, "100 %"}, {1, 3, "33.3 %"},
		{1, 1000, "0.1 %"}, {9999, 10_000, "> 99.9 %"}, {1, 10_000, "< 0.1 %"}, {999, 1000, "99.9 %"},
	} {
		require.Equal(t, c.want, Share(c.k, c.n), "%d of %d", c.k, c.n)
	}
}

func TestLatency(t *testing.T) {
	for in, want := range map[float64]string{
		0: "0 ms", 0.5: "0.5 ms", 3.14159: "3.14 ms", 104: "104 ms", 999.4: "999 ms",
		999.5: "1 s", 999.9: "1 s", 2450: "2.45 s",
		249_000: "249 s", 600_000: "10 min", 6_000_000: "1.67 h",
	} {
		require.Equal(t, want, Latency(in))
	}
}

func TestMinutes(t *testing.T) {
	for in, want := range map[time.Duration]string{
		0: "0 min", time.Second: "< 0.1 min", 6*time.Second - 1: "< 0.1 min",
		6 * time.Second: "0.1 min", 10 * time.Minute: "10 min",
		90 * time.Second: "1.5 min",
	} {
		require.Equal(t, want, Minutes(in))
	}
}

func TestLengthAndInstant(t *testing.T) {
	require.Equal(t, "8h", FormatDuration(8*time.Hour))
	require.Equal(t, "10m", FormatDuration(10*time.Minute))
	require.Equal(t, "1h30m", FormatDuration(90*time.Minute))
	require.Equal(t, "30s", FormatDuration(30*time.Second))
	require.Equal(t, "1:02:03.004", Clock(time.Hour+2*time.Minute+3*time.Second+4*time.Millisecond))
}
