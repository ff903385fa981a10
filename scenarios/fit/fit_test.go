package fit

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/logs"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

var epoch = time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC).UnixNano()

func hit(at, took time.Duration, client, path string, status int) *logs.Hit {
	begin := logs.Interval{From: epoch + int64(at), Until: epoch + int64(at) + 1}
	end := logs.Interval{From: begin.From + int64(took), Until: begin.Until + int64(took)}
	return &logs.Hit{Begin: begin, End: end, Client: client, Path: path, Status: status}
}

// Six calls of two clients in 21 s, computed by hand.
func TestObservation(t *testing.T) {
	var o Observation
	for _, h := range []*logs.Hit{
		hit(300*time.Millisecond, 0, "a", "/oauth/token", 200),
		hit(400*time.Millisecond, 0, "a", "/track", 401),
		hit(500*time.Millisecond, 0, "a", "/track", 200),
		hit(600*time.Millisecond, 0, "b", "/track", 503),
		hit(700*time.Millisecond, 0, "b", "/track", 200),
		hit(5*time.Second, 0, "a", "/track", 200),
		hit(12*time.Second, 0, "a", "/track", 200),
		hit(20*time.Second, 0, "a", "/track", 200),
	} {
		require.True(t, o.Add(h))
	}
	require.Equal(t, 6, o.Calls)
	require.Equal(t, 1, o.Refused)
	require.Equal(t, 1, o.Tokens)
	require.Equal(t, 2, o.Clients())
	require.Equal(t, time.Minute, o.Length())
	require.Equal(t, []stage{{0, 10, 0.4}, {10, 20, 0.1}, {20, 21, 1}}, o.stages())
	require.Equal(t, 3, fullest(o.seconds, 1))
	require.Equal(t, 4, fullest(o.seconds, 10))
	// (2.6² + 0.6² + 8 × 0.4²) ÷ 0.4 = 21 and (0.9² + 9 × 0.1²) ÷ 0.1 = 9, of 18 that are free.
	require.InDelta(t, 30.0/18, o.Burstiness(), 1e-9)
	require.False(t, o.Add(hit(mostSeconds*time.Second, 0, "a", "/track", 200)))
}

func TestBurstinessOfNothingIsUnknown(t *testing.T) {
	var o Observation
	o.Add(hit(0, 0, "a", "/track", 200))
	require.True(t, math.IsNaN(o.Burstiness()))
}

// Answers that take 10 ms and 30 ms in turns: mean 20 ms, deviation 10 ms. A way has the mean 10 ms
// and the variance 50 ms², which a lognormal of this median and sigma has.
func TestLeg(t *testing.T) {
	var o times
	for i := range 1000 {
		o.add(time.Duration(10+20*(i%2))*time.Millisecond, true)
	}
	median, sigma, ok := o.leg()
	require.True(t, ok)
	require.InDelta(t, math.Sqrt(math.Log(1.5)), sigma, 1e-3)
	require.InDelta(t, 10/math.Sqrt(1.5), median.Seconds()*1000, 0.02)
}

// A load of 5/s for five minutes whose calls come so many together, and its misfits.
func misfits(t *testing.T, seed uint64, together int) (outside []string) {
	var o Observation
	r := rand.New(rand.NewPCG(seed, 0))
	for at := time.Duration(0); at < 5*time.Minute; {
		at += time.Duration(r.ExpFloat64() * float64(together) * float64(time.Second) / 5)
		for range together {
			took := 80 * math.Exp(r.NormFloat64()/4)
			o.Add(hit(at, time.Duration(took*1e6), "a", "/track", 200))
		}
	}
	require.InDelta(t, together, o.Burstiness(), 0.4*float64(together))
	s, err := scenarios.Parse("fitted.yaml", []byte(o.Scenario("access.log", Fleet{Customers: 1})))
	require.NoError(t, err)
	for _, m := range o.Misfits(s, 1) {
		if m.Outside() {
			outside = append(outside, m.Figure)
		}
	}
	return outside
}

// A load that the scenario can say lies outside of all draws in two of 21 figures, by chance: 13 of
// 140 are to be expected, and 25 are not. One whose calls come in twenties always does.
func TestMisfits(t *testing.T) {
	outside := 0
	for seed := range uint64(20) {
		outside += len(misfits(t, seed, 1))
		require.Contains(t, misfits(t, seed, 20), "most in 1s")
	}
	require.Less(t, outside, 25)
	require.Positive(t, outside)
}

// Five calls a second, 200 ms apart, as a load tool makes them.
func TestEvenCalls(t *testing.T) {
	var o Observation
	for i := range 300 {
		o.Add(hit(time.Duration(i)*200*time.Millisecond, 0, "a", "/track", 200))
	}
	require.Zero(t, o.Burstiness())
	require.Contains(t, o.Scenario("access.log", Fleet{Customers: 1}), "\n      gaps: even\n")
}
