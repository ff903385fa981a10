package study

import (
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// bits are numbers to the bit: NaN is itself.
func bits(xs ...float64) (all []uint64) {
	for _, x := range xs {
		all = append(all, math.Float64bits(x))
	}
	return all
}

// Whatever is asked of a folded study is what the whole one answers, to the bit: values, intervals,
// ranks, differences, proportions, latencies.
func TestFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := smallPlan(rapid.IntRange(1, 9).Draw(t, "seeds"))
		plan.First = rapid.Uint64Range(1, 1000).Draw(t, "first")
		h := NewHeader("1", plan, Shard{})
		whole, err := h.Execute(Each(handmade), inTurn)
		require.NoError(t, err)
		h.Folded = true
		folded, err := h.Execute(Each(handmade), shuffled(rapid.Uint64().Draw(t, "order"), 1000))
		require.NoError(t, err)
		for _, c := range plan.Contestants() {
			for _, f := range measure.Figures() {
				require.Equal(t, bits(whole.Values(c, f)...), bits(folded.Values(c, f)...), f.Name)
				a, b := whole.Estimate(c, f), folded.Estimate(c, f)
				require.Equal(t, bits(a.Value, a.Interval.Low, a.Interval.High),
					bits(b.Value, b.Interval.Low, b.Interval.High))
				d, e := whole.Against(plan.Strategies[0], c, f), folded.Against(plan.Strategies[0], c, f)
				require.Equal(t, bits(d.Mean.Mean, d.P), bits(e.Mean.Mean, e.P))
			}
			for _, by := range []Criterion{NoBan, Recovers, AsExpected, NeverThrottled} {
				require.Equal(t, whole.Rule(c, by, Required), folded.Rule(c, by, Required))
			}
			for _, failed := range []bool{false, true} {
				require.Equal(t, whole.Latency(c, failed), folded.Latency(c, failed))
			}
		}
		require.Equal(t, whole.Missing(), folded.Missing())
		require.Equal(t, whole.Failures(), folded.Failures())
		require.ErrorContains(t, folded.Write(io.Discard), "a folded study cannot be written")
	})
}
