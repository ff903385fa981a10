package strategies

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
)

func TestBackoffWithoutJitterDoublesUpToTheCap(t *testing.T) {
	b := backoff{base: 100 * ms, limit: 1 * time.Second}
	for attempt, want := range []time.Duration{
		100 * ms, 200 * ms, 400 * ms, 800 * ms, time.Second, time.Second,
	} {
		require.Equal(t, want, b.wait(nil, attempt, 0), "attempt %d", attempt)
	}
	require.Equal(t, time.Second, b.wait(nil, 1_000_000, 0), "without overflow")
	odd := backoff{base: 1, limit: 3}
	require.Equal(t, time.Duration(2), odd.wait(nil, 1, 0))
	require.Equal(t, time.Duration(3), odd.wait(nil, 2, 0))
}

// The most that each jitter draws of a base of 100 ms and a cap of 1 s.
func TestBackoffWithJitterDrawsUpToItsBound(t *testing.T) {
	for j, want := range map[Backoff][]time.Duration{
		FullJitter:         {100 * ms, 200 * ms, 400 * ms, 800 * ms, time.Second},
		EqualJitter:        {100 * ms, 200 * ms, 400 * ms, 800 * ms, time.Second},
		DecorrelatedJitter: {300 * ms, 900 * ms, time.Second, time.Second},
	} {
		b := backoff{jitter: j, base: 100 * ms, limit: time.Second}
		var last time.Duration
		for attempt, most := range want {
			last = b.wait(rand.New(highest{}), attempt, last)
			require.Equal(t, most, last, "%s, attempt %d", backoffWords[j], attempt)
		}
	}
}

func TestBackoffWithJitterStaysWithinItsFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := backoff{
			base:  time.Duration(rapid.Int64Range(1, int64(time.Minute)).Draw(t, "base")),
			limit: time.Duration(rapid.Int64Range(int64(time.Minute), int64(time.Hour)).Draw(t, "cap")),
		}
		attempt := rapid.IntRange(0, 20).Draw(t, "attempt")
		last := time.Duration(rapid.Int64Range(0, int64(b.limit)).Draw(t, "last"))
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		most := b.wait(nil, attempt, 0)
		for j, bounds := range map[Backoff][2]time.Duration{
			FullJitter:         {0, most},
			EqualJitter:        {most / 2, most},
			DecorrelatedJitter: {b.base, min(b.limit, 3*max(b.base, last))},
		} {
			b.jitter = j
			d := b.wait(r, attempt, last)
			require.GreaterOrEqual(t, d, bounds[0], backoffWords[j])
			require.LessOrEqual(t, d, bounds[1], backoffWords[j])
		}
	})
}

// Within those bounds the draws are even: their mean is the middle.
func TestBackoffJitterIsEven(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for j, middle := range map[Backoff]time.Duration{
		FullJitter: 200 * ms, EqualJitter: 300 * ms, DecorrelatedJitter: 200 * ms,
	} {
		b := backoff{jitter: j, base: 100 * ms, limit: 10 * time.Second}
		var sum time.Duration
		for range 10_000 {
			sum += b.wait(r, 2, 0)
		}
		require.InDelta(t, float64(middle), float64(sum/10_000), float64(5*ms), backoffWords[j])
	}
}
