package storm

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	_ "github.com/tokenstorm/tokenstorm/internal/oneseed"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// FedEx's two limits of token hits.
var burst, average = new(scenarios.Scenario).TokenLimits()

// instants are hits of a quarter of an hour, in order, on whole seconds: many fall on the edges of
// windows.
func instants(t *rapid.T) []time.Duration {
	hits := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) time.Duration {
		return time.Duration(rapid.IntRange(0, 900).Draw(t, "second")) * time.Second
	}), 0, 300).Draw(t, "hits")
	slices.Sort(hits)
	return hits
}

// held counts the hits in (at-span, at], the plain way.
func held(hits []time.Duration, span, at time.Duration) int {
	n := 0
	for _, hit := range hits {
		if hit > at-span && hit <= at {
			n++
		}
	}
	return n
}

func TestBurstCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMeter(burst, average)
		hits := instants(t)
		for i, at := range hits {
			assert.Equal(t, held(hits[:i+1], burst.Window, at), m.add(at))
		}
	})
}

// What a meter has forgotten is too old to count in any window that can still be taken.
func TestMeterKeepsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMeter(burst, average)
		hits := instants(t)
		for _, at := range hits {
			m.add(at)
		}
		if len(hits) == 0 {
			return
		}
		from := hits[len(hits)-1] - average.Window - before - after
		i, _ := slices.BinarySearch(hits, from+1) // the window is half-open
		assert.Equal(t, hits[i:], m.kept.Since(from))
	})
}

// The steps say at every instant what is held.
func TestSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hits := instants(t)
		from := time.Duration(rapid.IntRange(0, 900).Draw(t, "from")) * time.Second
		until := from + 20*time.Second
		list := steps(hits, burst.Window, from, until, func(at time.Duration) int64 { return int64(at) })
		at := from + time.Duration(rapid.IntRange(0, 20).Draw(t, "at"))*time.Second
		n := int64(-1)
		for i := 0; i < len(list) && list[i] <= int64(at); i += 2 {
			n = list[i+1]
		}
		assert.EqualValues(t, held(hits, burst.Window, at), n)
	})
}

// However many the steps, few are left, and the highest of them is.
func TestThin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(0, 50), 900, 1100).Draw(t, "counts")
		const most = 99 // once
		counts[rapid.IntRange(0, len(counts)-1).Draw(t, "peak")] = most
		var all []int64
		for i, n := range counts {
			all = append(all, int64(i), n)
		}
		list := thin(all)
		assert.LessOrEqual(t, len(list), 2*mostSteps)
		highest := int64(0)
		for i := 1; i < len(list); i += 2 {
			highest = max(highest, list[i])
		}
		assert.EqualValues(t, most, highest)
	})
}
