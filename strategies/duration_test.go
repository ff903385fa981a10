package strategies

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDurationNeedsAUnit(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"200ms": 200 * time.Millisecond,
		"10m5s": 605 * time.Second,
		"0s":    0,
		"-1.5h": -90 * time.Minute,
	} {
		var d Duration
		require.NoError(t, d.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, time.Duration(d), text)
	}
	for _, text := range []string{"100", "0", "-5", "1.5", "", "ms", "1 s", "5x", "ten"} {
		var d Duration
		require.Error(t, d.UnmarshalText([]byte(text)), text)
	}
}

func TestDurationReadsWhatItWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Duration(rapid.Int64().Draw(t, "ns"))
		text, err := want.MarshalText()
		require.NoError(t, err)
		var got Duration
		require.NoError(t, got.UnmarshalText(text))
		require.Equal(t, want, got)
	})
}
