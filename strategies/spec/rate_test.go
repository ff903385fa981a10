package spec

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func parseRate(text string) (strategies.Rate, error) {
	var r rate
	err := r.UnmarshalText([]byte(text))
	return strategies.Rate(r), err
}

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
		"1/0.5s":    500 * time.Millisecond,
		"9/9s":      time.Second,
		// Too many for an int of 32 bits, or too long a time: rounded up.
		"2147483648/s":  1,
		"4294967296/h":  839,
		"5000000000/5s": 1,
		"0.75/328500h":  strategies.Longest,
		"1/438000h":     strategies.Longest,
	} {
		r, err := parseRate(text)
		require.NoError(t, err, text)
		require.Equal(t, want, r.Every(), text)
	}
	for _, text := range []string{
		"", "3", "1/", "/s", "0/s", "0.0/s", "-1/s", "1/0s", "1/5", "1/d", "1e3/s", "1/s/s", "1 / s",
		"0.000000000000000001/h", "1/-5s", "1/+5s", "1/4/s", "./s", "1./s1",
		"1000/438001h", "0.7/328500h", "1/.5s",
	} {
		_, err := parseRate(text)
		require.ErrorContains(t, err, "meant a rate, like 1/s, 1.5/s or 90/m", text)
	}
}

func TestRateReadsWhatItWrote(t *testing.T) {
	for text, want := range map[string]string{
		"2147483647/s": "2147483647/s", "2147483648/s": "1/1ns", "0.5/219000h": "1/438000h0m0s",
		"3/s": "3/s", "1.5/s": "3/2s", "60/m": "60/m", "0.5/h": "1/2h0m0s", "14/5s": "14/5s",
	} {
		r, err := parseRate(text)
		require.NoError(t, err)
		require.Equal(t, want, r.String())
		again, err := parseRate(r.String())
		require.NoError(t, err)
		require.Equal(t, r, again)
	}
}

// A second's worth of permits never takes less than a second.
func TestRateIsNeverFasterThanItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 2_000_000_000).Draw(t, "permits")
		r, err := parseRate(fmt.Sprintf("%d/s", n))
		require.NoError(t, err)
		every := r.Every()
		require.GreaterOrEqual(t, every*time.Duration(n), time.Second)
		require.Less(t, (every-1)*time.Duration(n), time.Second)
	})
}
