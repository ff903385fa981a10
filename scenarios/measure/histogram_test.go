package measure

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestGeometryIsTheTallys(t *testing.T) {
	tally := NewTally(Course{Length: time.Hour, PublicIPs: 1})
	require.True(t, dense().Equals(tally.Succeeded))
	require.True(t, dense().Equals(tally.Failed))
}

func micros() *rapid.Generator[[]int64] {
	return rapid.SliceOf(rapid.OneOf(rapid.Int64Range(0, 5000),
		rapid.Int64Range(0, (100*time.Hour).Microseconds())))
}

// The sparse histogram is the dense one in everything that it is asked.
func TestHistogram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []Histogram
		want := dense()
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			h := dense()
			for _, v := range micros().Draw(t, "latencies") {
				require.NoError(t, h.RecordValue(v))
				require.NoError(t, want.RecordValue(v))
			}
			parts = append(parts, HistogramOf(h))
		}
		got := Sum(parts...)
		require.True(t, want.Equals(got))

		all := HistogramOf(got)
		require.Equal(t, want.TotalCount(), all.N())
		percent := rapid.Float64Range(.1, 100).Draw(t, "percent")
		d, ok := all.Percentile(percent)
		require.Equal(t, want.TotalCount() > 0, ok)
		require.Equal(t, want.ValueAtPercentile(percent), d.Microseconds())

		text, err := json.Marshal(all)
		require.NoError(t, err)
		var again Histogram
		require.NoError(t, json.Unmarshal(text, &again))
		require.Equal(t, all, again)
	})
}

func TestHistogramText(t *testing.T) {
	h := Histogram{[]bar{{0, 1}, {1, 2}, {1000, 300}}}
	text, err := h.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "AAEAAuYHrAI", string(text))
	for _, damaged := range []string{
		"AAEAAuYHrA", "AAEA", "!", "AAA", "AAEAAuYHrAJ",
		"//////////8BAQ",  // a bar beyond the last
		"AP///////////wE", // more than can be added up
	} {
		require.ErrorIs(t, h.UnmarshalText([]byte(damaged)), errHistogram, damaged)
	}
}
