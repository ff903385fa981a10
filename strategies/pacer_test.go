package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPacerSpacesPermits(t *testing.T) {
	t0 := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	type step struct {
		at       time.Duration
		patience time.Duration
		wait     time.Duration
		ok       bool
	}
	for name, test := range map[string]struct {
		burst int
		steps []step
	}{
		"one a second": {1, []step{
			{0, Forever, 0, true},
			{0, Forever, time.Second, true},
			{500 * ms, Forever, 1500 * ms, true},
			{3 * time.Second, Forever, 0, true},
			{3 * time.Second, Forever, time.Second, true},
		}},
		"bursts of two": {2, []step{
			{0, Forever, 0, true},
			{0, Forever, 0, true},
			{0, Forever, time.Second, true},
			{5 * time.Second, Forever, 0, true},
			{5 * time.Second, Forever, 0, true},
			{5 * time.Second, Forever, time.Second, true},
		}},
		"without patience": {1, []step{
			{0, 0, 0, true},
			{999 * ms, 0, 1 * ms, false},
			{time.Second, 0, 0, true},
		}},
		"with some patience": {1, []step{
			{0, time.Second, 0, true},
			{0, time.Second, time.Second, true},
			{0, time.Second, 2 * time.Second, false},
			{1 * time.Second, time.Second, time.Second, true},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := pacer{every: time.Second, burst: test.burst}
			for i, s := range test.steps {
				wait, ok := p.line.reserve(t0.Add(s.at), p.every, p.burst, s.patience)
				require.Equal(t, s.ok, ok, "step %d", i)
				require.Equal(t, s.wait, wait, "step %d", i)
			}
		})
	}
}

// Whatever is asked when, permits come in order, and a span of n intervals holds at most n+burst.
func TestPacerKeepsItsRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pacer{
			every: time.Duration(rapid.Int64Range(1, 1000).Draw(t, "every")),
			burst: rapid.IntRange(1, 10).Draw(t, "burst"),
		}
		now := time.Unix(0, 0)
		var permits []time.Time
		for _, gap := range rapid.SliceOfN(rapid.Int64Range(0, 1500), 1, 100).Draw(t, "gaps") {
			now = now.Add(time.Duration(gap))
			wait, ok := p.line.reserve(now, p.every, p.burst, Forever)
			require.True(t, ok)
			permits = append(permits, now.Add(wait))
		}
		for i := range permits {
			if i > 0 {
				require.False(t, permits[i].Before(permits[i-1]), "in order")
			}
			if i >= p.burst {
				require.GreaterOrEqual(t, permits[i].Sub(permits[i-p.burst]), p.every)
			}
		}
	})
}

func TestTimesStopsAtTheLongest(t *testing.T) {
	for _, test := range []struct {
		d    time.Duration
		n    int
		want time.Duration
	}{
		{time.Second, 0, 0},
		{time.Second, 3, 3 * time.Second},
		{Longest / 11, 11, Longest - 5}, // Longest is 11 times this, and 5 ns
		{Longest/11 + 1, 11, Longest},
	} {
		require.Equal(t, test.want, times(test.d, test.n))
	}
}

// Sums of what the settings permit stay times.
func TestPacerOfASlowRateDoesNotOverflow(t *testing.T) {
	t0 := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	p := pacer{every: times(Longest, 1000), burst: 1_000_000}
	for range 3 {
		wait, ok := p.line.reserve(t0, p.every, p.burst, Forever)
		require.True(t, ok)
		require.GreaterOrEqual(t, wait, time.Duration(0))
		require.LessOrEqual(t, wait, 3*Longest)
	}
}
