package measure

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// dense is the histogram of the author of the algorithm, of the same geometry.
func dense() *hdrhistogram.Histogram {
	return hdrhistogram.New(1, maxLatency.Microseconds(), 3)
}

func TestBarsAreAsMany(t *testing.T) {
	require.Equal(t, len(dense().Export().Counts), int(mostBars))
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
			var r Recorder
			for _, v := range micros().Draw(t, "latencies") {
				r.Add(time.Duration(v) * time.Microsecond)
				require.NoError(t, want.RecordValue(v))
			}
			parts = append(parts, r.Histogram())
		}
		all := Sum(parts...)
		var bars []hdrhistogram.Bar
		for _, b := range all.Bars() {
			bars = append(bars, hdrhistogram.Bar{
				From: b.Low.Microseconds(), To: b.High.Microseconds(), Count: b.Count,
			})
		}
		filled := slices.DeleteFunc(want.Distribution(),
			func(b hdrhistogram.Bar) bool { return b.Count == 0 })
		require.ElementsMatch(t, filled, bars)
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
