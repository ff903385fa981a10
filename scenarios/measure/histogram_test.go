package measure

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
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
		thousandths := rapid.Int64Range(1, 1000).Draw(t, "thousandths")
		d, ok := all.Percentile(float64(thousandths) / 10)
		require.Equal(t, want.TotalCount() > 0, ok)
		if rank := (want.TotalCount()*thousandths + 999) / 1000; ok {
			require.Equal(t, highestOf(want, rank), d.Microseconds())
		}

		text, err := json.Marshal(all)
		require.NoError(t, err)
		var again Histogram
		require.NoError(t, json.Unmarshal(text, &again))
		require.Equal(t, all, again)
	})
}

// highestOf is the highest value that the histogram does not tell from that of the rank.
func highestOf(h *hdrhistogram.Histogram, rank int64) int64 {
	for _, b := range h.Distribution() {
		if rank -= b.Count; rank <= 0 {
			return b.To
		}
	}
	panic("no such rank")
}

// The ranks are worked out by hand: 99 % of 151 values are 149.49, so that the 150th is the first
// that 99 % do not exceed, and of two slow ones it is the one. Of 199 it is the 198th; of 200 the
// 198th too, which is fast.
func TestPercentileIsNearestRank(t *testing.T) {
	for _, c := range []struct {
		n              int
		p50, p99, p999 int // ranks
		slow           bool
	}{
		{1, 1, 1, 1, true},
		{2, 1, 2, 2, true},
		{3, 2, 3, 3, true},
		{99, 50, 99, 99, true},
		{100, 50, 99, 100, true},
		{101, 51, 100, 101, true},
		{149, 75, 148, 149, true},
		{150, 75, 149, 150, true},
		{151, 76, 150, 151, true},
		{199, 100, 198, 199, true},
		{200, 100, 198, 200, false},
		{201, 101, 199, 201, false},
		{999, 500, 990, 999, false},
		{1000, 500, 990, 999, false},
		{1001, 501, 991, 1000, false},
	} {
		var ranks, two Recorder
		for i := range c.n {
			ranks.Add(time.Duration(i+1) * time.Microsecond)
			if i < c.n-2 {
				two.Add(time.Millisecond)
			} else {
				two.Add(2 * time.Second)
			}
		}
		for percent, want := range map[float64]int{50: c.p50, 99: c.p99, 99.9: c.p999} {
			got, ok := ranks.Histogram().Percentile(percent)
			require.True(t, ok)
			require.Equal(t, time.Duration(want)*time.Microsecond, got, "p%g of %d", percent, c.n)
		}
		p99, _ := two.Histogram().Percentile(99)
		require.Equal(t, c.slow, p99 > time.Second, "two slow of %d", c.n)
	}
}

func TestHistogramText(t *testing.T) {
	h := packBars(slices.Values([]bar{{0, 1}, {1, 2}, {1000, 300}}))
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
