package chance

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDistributions(t *testing.T) {
	for _, d := range []struct {
		text        string
		mean        time.Duration // from theory
		least, most time.Duration
	}{
		{"100ms", 100 * time.Millisecond, 100 * time.Millisecond, 100 * time.Millisecond},
		{"uniform 50ms..150ms", 100 * time.Millisecond, 50 * time.Millisecond, 150 * time.Millisecond},
		{"exp 10s", 10 * time.Second, 0, maxDraw},
		{"normal 100ms 20ms", 100 * time.Millisecond, 0, maxDraw},
		{"lognormal 80ms 0.5", time.Duration(80e6 * math.Exp(.125)), 1, maxDraw},
		{"pareto 50ms 2.5", 83333333 * time.Nanosecond, 50 * time.Millisecond, maxDraw},
		{"recorded 4ms 5ms 30ms", 13 * time.Millisecond, 4 * time.Millisecond, 30 * time.Millisecond},
	} {
		t.Run(d.text, func(t *testing.T) {
			dist, err := ParseDistribution(d.text)
			require.NoError(t, err)
			r := rand.New(rand.NewPCG(1, 1))
			const n = 200_000
			sum := 0.0
			for range n {
				v := dist.Draw(r)
				if v < d.least || v > d.most {
					t.Fatalf("drew %v, outside %v to %v", v, d.least, d.most)
				}
				sum += float64(v) / n
			}
			require.InEpsilon(t, float64(d.mean), sum, .02)
			require.InEpsilon(t, float64(d.mean), float64(dist.Mean()), .001, "Mean")
		})
	}
}

// Where there is no mean the median stands for it: half of pareto 50ms 1 is above twice its least.
func TestMeanOfAHeavyTailIsTheMedian(t *testing.T) {
	dist, err := ParseDistribution("pareto 50ms 1")
	require.NoError(t, err)
	require.InDelta(t, 100*time.Millisecond, dist.Mean(), 1)
}

// The ends belong to what can be drawn.
func TestLimitsOfDistributions(t *testing.T) {
	for _, text := range []string{"0s", "1000h", "uniform 5s..5s", "recorded 0s"} {
		_, err := ParseDistribution(text)
		require.NoError(t, err, text)
	}
}

func TestDistributionsThatCannotBeMeant(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "nothing",
		"100":                  `"100", a number without a unit`,
		"-5ms":                 `"-5ms", a negative length of time`,
		"soon":                 `"soon", which is no length of time`,
		"gauss 1s 1s":          `unknown distribution "gauss"`,
		"exp 1s 2s":            "2 numbers where 1 belong",
		"exp 3":                `"3", a number without a unit`,
		"uniform 5s":           "uniform without low..high",
		"uniform 5s..1s":       "5s..1s runs backwards",
		"lognormal 1s 2s":      `"2s" where a number above 0 belongs`,
		"lognormal 1s NaN":     `"NaN" where a number above 0 belongs`,
		"pareto 1s 0":          `"0" where a number above 0 belongs`,
		"recorded 1s 2s three": `"three", which is no length of time`,
		"2000h":                `"2000h", which is more than 1000h0m0s`,
		"1000.01h":             `"1000.01h", which is more than 1000h0m0s`,
		"uniform 1s..2s 3s":    "3 numbers where 2 belong",
		"pareto 1s +Inf":       `"+Inf" where a number above 0 belongs`,
	} {
		_, err := ParseDistribution(text)
		require.EqualError(t, err, want, text)
	}
}

// A leg may vary by as much as its mean, and no more.
func TestSpread(t *testing.T) {
	const ms = time.Millisecond
	for _, test := range []struct {
		text  string
		by    time.Duration
		want  string
		wrong string
	}{
		{"50ms", 0, "50ms", ""},
		{"50ms", 50 * ms, "uniform 0s..100ms", ""},
		{"uniform 40ms..80ms", 10 * ms, "uniform 50ms..70ms", ""},
		{"50ms", 50*ms + 1, "", "found legs of 50ms that would arrive before they leave; meant at " +
			"most 100ms"},
		{"exp 50ms", ms, "", "found a leg with a shape of its own; meant a constant or uniform one"},
	} {
		var dist Distribution
		require.NoError(t, dist.UnmarshalText([]byte(test.text)))
		got, err := dist.Spread(test.by)
		if test.wrong != "" {
			require.EqualError(t, err, test.wrong)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, test.want, got)
	}
}

// A constant draws nothing, so that a run without randomness has none.
func TestConstantDrawsNothing(t *testing.T) {
	dist, err := ParseDistribution("100ms")
	require.NoError(t, err)
	require.Equal(t, 100*time.Millisecond, dist.Draw(nil))
}
