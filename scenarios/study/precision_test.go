package study

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// uneven is an outcome whose token requests spread over the seeds: 0, 10, 20, 0, 10, ...
func uneven(c Cell) (measure.Outcome, error) {
	return measure.Outcome{
		Token: measure.TokenCount{Requests: int(c.Seed%3) * 10},
	}, nil
}

func preciseTo(halfWidth float64, most int) Header {
	p := smallPlan(most)
	p.Precision = &Precision{Figure: "token_requests", HalfWidth: halfWidth, Batch: 30, Most: most}
	return NewHeader("1", p, Shard{})
}

// A third of the values is 0, a third 10, a third 20. Their median's interval, by hand: at the
// first look, of 97.5 %, it is from the 9th to the 22nd of 30, which are 0 and 20; at the second,
// of 99.2 %, from the 20th to the 41st of 60, the same; at the third, of 99.6 %, from the 31st to
// the 60th of 90, both of which are 10.
func TestPrecisionStops(t *testing.T) {
	for _, c := range []struct {
		halfWidth   float64
		most, seeds int
	}{
		{10, 100, 30}, {9.9, 100, 90}, {.001, 100, 90}, {9.9, 50, 50}, {10, 20, 20},
	} {
		s, err := preciseTo(c.halfWidth, c.most).Execute(Each(uneven), onCores)
		require.NoError(t, err)
		require.Equal(t, c.seeds, s.Plan.Seeds, "half width %g", c.halfWidth)
		require.Equal(t, 12*c.seeds, s.Len())
		text := written(t, s)
		require.Equal(t, text, written(t, reread(t, "x", text)))
		require.Contains(t, text, `"precision":{"figure":"token_requests"`)
	}
}

// Stopping early, interrupted and resumed, is stopping at the same seed with the same bytes.
func TestPrecisionResumes(t *testing.T) {
	h := preciseTo(2.5, 100)
	want, err := h.Execute(Each(uneven), inTurn)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "journal")
	for _, most := range []int{50, 149, 6, 1 << 30} {
		j, err := h.OpenJournal(path)
		require.NoError(t, err)
		got, err := h.Execute(Each(uneven), shuffled(uint64(most), most), j)
		require.NoError(t, err)
		require.NoError(t, j.Close())
		if most == 1<<30 {
			require.Equal(t, written(t, want), written(t, got))
		} else {
			require.Positive(t, got.Missing())
		}
	}
}

func TestPrecisionIsNotForShards(t *testing.T) {
	h := preciseTo(1, 100)
	h.Shard = Shard{1, 2}
	_, err := h.Execute(Each(uneven), inTurn)
	require.ErrorContains(t, err, "either shards or a precision")
}

func TestBatches(t *testing.T) {
	p := Precision{Batch: 30}
	require.Equal(t, []int{30, 60, 70}, slices.Collect(p.batches(70)))
	require.Equal(t, []int{30, 60}, slices.Collect(p.batches(60)))
	require.Equal(t, []int{5}, slices.Collect(p.batches(5)))
}

// Of what has bounds the interval is that of the mean: 30 runs without a ban are not precise to 5
// %, nor 30 in which all succeeded. Of other figures it is the median's.
func TestEstimate(t *testing.T) {
	same := make([]float64, 30)
	of := estimateOf(same, Interval{0, 1}, Confidence)
	require.InDelta(t, .1157/2, of.Interval.HalfWidth(), 1e-4)
	none := estimateOf(same, Interval{0, math.Inf(1)}, Confidence)
	require.Equal(t, Estimate{30, 0, Interval{0, 0}, true}, none)
}

// The chances of all looks to be wrong add up to 5 %.
func TestLooks(t *testing.T) {
	p := Precision{Batch: 30}
	sum := 0.
	for k := 1; k <= 1000; k++ {
		sum += 1 - p.confidence(30*k)
	}
	require.InDelta(t, 1-Confidence, sum, 1e-4)
	require.InDelta(t, .975, p.confidence(30), 1e-12)
	require.InDelta(t, .975, p.confidence(5), 1e-12)
	require.InDelta(t, 1-.05/6, p.confidence(31), 1e-12)
	s := Study{Header: Header{Plan: Plan{Precision: &p, Seeds: 60}}}
	require.InDelta(t, 1-.05/6, s.confidence(), 1e-12)
	s.Plan.Precision = nil
	require.InDelta(t, .95, s.confidence(), 1e-12)
}
