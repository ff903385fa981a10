package study

import (
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

// The standard deviation is about 8.2, so the half width is 3.1 of 30 seeds, and 2.2 of 60.
func TestPrecisionStops(t *testing.T) {
	for _, c := range []struct {
		halfWidth   float64
		most, seeds int
	}{
		{4, 100, 30}, {2.5, 100, 60}, {2.5, 50, 50}, {.001, 100, 100}, {4, 20, 20},
	} {
		s, err := preciseTo(c.halfWidth, c.most).Execute(nil, uneven, onCores)
		require.NoError(t, err)
		require.Equal(t, c.seeds, s.Plan.Seeds, "half width %g", c.halfWidth)
		require.Len(t, s.Results, 12*c.seeds)
		text := written(t, s)
		require.Equal(t, text, written(t, reread(t, "x", text)))
		require.Contains(t, text, `"precision":{"figure":"token_requests"`)
	}
}

// Stopping early, interrupted and resumed, is stopping at the same seed with the same bytes.
func TestPrecisionResumes(t *testing.T) {
	h := preciseTo(2.5, 100)
	want, err := h.Execute(nil, uneven, inTurn)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "journal")
	for _, most := range []int{100, 299, 11, 1 << 30} {
		j, err := h.OpenJournal(path)
		require.NoError(t, err)
		got, err := h.Execute(j, uneven, shuffled(uint64(most), most))
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
	_, err := h.Execute(nil, uneven, inTurn)
	require.ErrorContains(t, err, "either shards or a precision")
}

func TestBatches(t *testing.T) {
	p := Precision{Batch: 30}
	require.Equal(t, []int{30, 60, 70}, slices.Collect(p.batches(70)))
	require.Equal(t, []int{30, 60}, slices.Collect(p.batches(60)))
	require.Equal(t, []int{5}, slices.Collect(p.batches(5)))
}

// Of what is yes or no the interval is the exact one: 30 runs without a ban are not precise to 5 %.
func TestHalfWidthOfYesNo(t *testing.T) {
	require.InDelta(t, .1157/2, halfWidth(banned, make([]float64, 30)), 1e-4)
	require.InDelta(t, 0, halfWidth(requests, make([]float64, 30)), 0)
}
