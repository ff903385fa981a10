package strategies

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRateIsTheTimeBetweenTwoPermits(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"1/s":       time.Second,
		"3/s":       333_333_334, // rounded up: never faster than it says
		"1.5/s":     666_666_667,
		"90/m":      666_666_667,
		"54/m":      1_111_111_112,
		"30/h":      2 * time.Minute,
		"14/5s":     357_142_858,
		"119/2m":    1_008_403_362,
		"0.1/s":     10 * time.Second,
		"1/500ms":   500 * time.Millisecond,
		"1000000/s": time.Microsecond,
	} {
		var r Rate
		require.NoError(t, r.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, time.Duration(r), text)
	}
	for _, text := range []string{
		"", "3", "1/", "/s", "0/s", "0.0/s", "-1/s", "1/0s", "1/5", "1/d", "1e3/s", "1/s/s", "1 / s",
		"0.000000000000000001/h",
	} {
		var r Rate
		require.Error(t, r.UnmarshalText([]byte(text)), text)
	}
}

func TestRateIsWrittenInRoundNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"3/s": "3/s", "1.5/s": "90/m", "60/m": "1/s", "0.5/h": "1/2h0m0s", "14/5s": "168/m",
	} {
		var r Rate
		require.NoError(t, r.UnmarshalText([]byte(text)))
		require.Equal(t, want, r.String())
	}
}

func TestRateReadsWhatItWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Rate(rapid.Int64Range(1, 1<<62).Draw(t, "ns"))
		text, err := want.MarshalText()
		require.NoError(t, err)
		var got Rate
		require.NoError(t, got.UnmarshalText(text))
		require.Equal(t, want, got)
	})
}

// A second's worth of permits never takes less than a second.
func TestRateIsNeverFasterThanItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 2_000_000_000).Draw(t, "permits")
		every, err := parseRate(fmt.Sprintf("%d/s", n))
		require.NoError(t, err)
		require.GreaterOrEqual(t, every*time.Duration(n), time.Second)
		require.Less(t, (every-1)*time.Duration(n), time.Second)
	})
}
