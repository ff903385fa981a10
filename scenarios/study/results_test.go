package study

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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

// parted is an outcome of two classes, of which some runs have one alone.
func parted(c Cell) (measure.Outcome, error) {
	o, err := handmade(c)
	first := o
	o.Classes = measure.Portions{"a": &first}
	if c.Seed%3 > 0 {
		second := measure.Outcome{Bans: measure.Bans{Count: int(c.Seed)}}
		o.Classes["b"] = &second
	}
	return o, err
}

// Whatever is asked of a study is what its outcomes say, to the bit, whoever was faster, and
// however many seeds it had when it was asked before.
func TestNumbersAreThoseOfTheOutcomes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := smallPlan(rapid.IntRange(1, 9).Draw(t, "seeds"))
		plan.First = rapid.Uint64Range(1, 1000).Draw(t, "first")
		n := rapid.IntRange(1, 3).Draw(t, "shards")
		h := NewHeader("1", plan, Shard{rapid.IntRange(1, n).Draw(t, "shard"), n})
		s, err := h.Execute(Each(parted), shuffled(rapid.Uint64().Draw(t, "order"),
			rapid.IntRange(0, 200).Draw(t, "most")))
		require.NoError(t, err)
		short := s.first(rapid.IntRange(0, plan.Seeds).Draw(t, "asked before"))
		figures := measure.Figures()
		for _, d := range measure.Dimensions() {
			figures = append(figures, d.Of(figures[0], "a"), d.Of(figures[0], "b"))
		}
		for _, c := range plan.Contestants() {
			short.Values(c, figures[0])
			outcomes := slices.Collect(s.Outcomes(c))
			for _, f := range figures {
				var want []float64
				for _, o := range outcomes {
					if want = append(want, math.NaN()); o != nil {
						want[len(want)-1] = f.Of(o)
					}
				}
				require.Equal(t, bits(want...), bits(s.Values(c, f)...), f.ID())
			}
			for _, by := range tabled {
				var want Proportion
				for _, o := range outcomes {
					if o != nil && by.applies(o) {
						want.N++
						if by.Met(o) {
							want.Hits++
						}
					}
				}
				require.Equal(t, want, s.Proportion(c, by), by.Name)
			}
		}
	})
}

// What is put in place of a result is what is told from then on.
func TestPutReplaces(t *testing.T) {
	s := executed(t, NewHeader("1", smallPlan(3), Shard{}), inTurn)
	c := s.Plan.Contestants()[0]
	before := s.Values(c, requests)
	for seed := range uint64(3) {
		put(s, Result{Cell: Cell{seed + 1, c}, Outcome: &measure.Outcome{
			Token: measure.TokenCount{Requests: 1000 + int(seed)},
		}})
	}
	require.NotEqual(t, before, s.Values(c, requests))
	require.Equal(t, []float64{1000, 1001, 1002}, s.Values(c, requests))
	put(s, Result{Cell: Cell{2, c}})
	require.Equal(t, 1, s.Missing())
	require.ErrorContains(t, s.Put(Result{Cell: Cell{4, c}}), "is no cell of the study")
}

// The cells of a shard are every n-th of the plan; those beside one differ by their reading alone.
func TestGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := smallPlan(rapid.IntRange(1, 4).Draw(t, "seeds"))
		whole := NewHeader("1", plan, Shard{})
		n := rapid.IntRange(1, 30).Draw(t, "shards")
		part := NewHeader("1", plan, Shard{rapid.IntRange(1, n).Draw(t, "shard"), n})
		var want []Cell
		i := 0
		for c := range whole.Cells() {
			if i++; (i-part.Shard.Number)%n == 0 && i >= part.Shard.Number {
				want = append(want, c)
			}
		}
		got := slices.Collect(part.Cells())
		require.Equal(t, want, got)
		require.Equal(t, len(want), part.Len())
		g := part.grid()
		for i, c := range got {
			require.Equal(t, i, g.find(c))
			var beside []Cell
			for k := range g.beside(i) {
				beside = append(beside, got[k])
			}
			require.Equal(t, slices.DeleteFunc(slices.Clone(got), func(d Cell) bool {
				d.Reading = c.Reading
				return d != c
			}), beside)
		}
		require.Negative(t, g.find(Cell{plan.First - 1, plan.Contestants()[0]}))
		require.Negative(t, g.find(Cell{plan.First, Contestant{Scenario: "elsewhere"}}))
	})
}

// large is a run that takes some kilobytes.
func large(c Cell) (measure.Outcome, error) {
	return measure.Outcome{
		Digest: strings.Repeat("d", 1000), Latencies: manyLatencies(),
		Token: measure.TokenCount{Requests: int(c.Seed)},
	}, nil
}

var manyLatencies = sync.OnceValue(func() measure.Histogram {
	var latencies measure.Recorder
	for i := range 500 {
		latencies.Add(time.Duration(i*i) * time.Millisecond)
	}
	return latencies.Histogram()
})

// mostBytesARun is what memory holds of a run, whatever it came to: its place, and a 32nd of a
// chunk of numbers.
const mostBytesARun = 9

// Of more runs memory holds so much more, and no more of large ones, whatever was asked of them.
func TestMemoryOfARun(t *testing.T) {
	held := func(seeds int, run func(Cell) (measure.Outcome, error)) int {
		s, err := NewHeader("1", smallPlan(seeds), Shard{}).Execute(Each(run), inTurn)
		require.NoError(t, err)
		for _, c := range s.Plan.Contestants() {
			require.Len(t, s.Values(c, requests), seeds)
		}
		require.NoError(t, s.Err())
		return s.Held()
	}
	small := func(c Cell) (measure.Outcome, error) {
		return measure.Outcome{Token: measure.TokenCount{Requests: int(c.Seed)}}, nil
	}
	const few, many = 1000, 3000 // of 12 runs each
	for _, run := range []func(Cell) (measure.Outcome, error){small, large} {
		more := held(many, run) - held(few, run)
		require.LessOrEqual(t, float64(more)/(12*(many-few)), float64(mostBytesARun))
	}
}

func BenchmarkMemoryOfARun(b *testing.B) {
	h := NewHeader("1", smallPlan(1000), Shard{})
	s := New(h)
	for b.Loop() {
		var err error
		s, err = h.Execute(Each(large), inTurn)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(s.Held()-s.kept.file.Held())/float64(s.Len()), "B/run")
	b.ReportMetric(float64(s.kept.file.Size())/float64(s.Len()), "B/run-in-file")
}

// A study for whose results there is no room is an error that has the path, and ends.
func TestNoRoomForResults(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	t.Setenv("TMPDIR", missing)
	t.Setenv("TMP", missing)
	ran := 0
	s, err := NewHeader("1", smallPlan(200), Shard{}).Execute(Each(
		func(c Cell) (measure.Outcome, error) {
			ran++
			return large(c)
		}), func(n int, do func(i int)) {
		for i := range n {
			do(i)
		}
	})
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, missing)
	require.Equal(t, err, s.Err())
	require.Error(t, s.Write(&strings.Builder{}))
}
