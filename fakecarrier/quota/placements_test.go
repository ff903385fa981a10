package quota

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// A stamped hit can have come from its first instant to its last one.
type stamped struct{ from, last int64 }

// judgeStamped lets one reading judge stamped hits in order of their first instants.
func judgeStamped(id string, thresholds []Threshold, hits []stamped) Judgement {
	j := NewJudges(thresholds, []string{id})
	for i, h := range hits {
		j.Hit(h.from, h.last+1, int64(i))
	}
	return j.Judgements()[0]
}

// placed is what the slow judge says of some placements of hits.
type placed struct {
	all, some      bool  // placements violate
	earliest       int64 // violation in any of them
	latest         int64 // first violation in any of them; where all violate
	least, fullest int   // the peak
}

func noPlacement() placed {
	return placed{all: true, earliest: math.MaxInt64, latest: math.MinInt64, least: math.MaxInt}
}

// add judges a placement.
func (p *placed) add(r Reading, threshold Threshold, at []int64) {
	sorted := slices.Sorted(slices.Values(at))
	j := slowJudge(r, threshold, sorted)
	if j.violated {
		p.some = true
		p.earliest, p.latest = min(p.earliest, j.at), max(p.latest, j.at)
	} else {
		p.all = false
	}
	p.least, p.fullest = min(p.least, j.peak), max(p.fullest, j.peak)
}

// requireSound holds if no placement contradicts the judgement.
func requireSound(t require.TestingT, j Judgement, p *placed, hits []stamped) {
	if j.Certain {
		require.True(t, j.Possible, "%+v of %v", j, hits)
		require.True(t, p.all, "%+v of %v, but %+v", j, hits, p)
		require.LessOrEqual(t, p.latest, j.FirstViolation, "%+v of %v", j, hits)
	}
	if p.some {
		require.True(t, j.Possible, "%+v of %v, but %+v", j, hits, p)
		require.GreaterOrEqual(t, p.earliest, j.FirstPossible, "%+v of %v", j, hits)
	}
	require.LessOrEqual(t, j.Peak.AtLeast, p.least, "%+v of %v, but %+v", j, hits, p)
	require.GreaterOrEqual(t, j.Peak.AtMost, p.fullest, "%+v of %v, but %+v", j, hits, p)
}

// requireExact holds if the judgement is what all placements say, where it claims to be.
func requireExact(t require.TestingT, j Judgement, p *placed, hits []stamped) {
	if j.Exact {
		require.Equal(t, p.all, j.Certain, "%+v of %v, but %+v", j, hits, p)
		require.Equal(t, p.some, j.Possible, "%+v of %v, but %+v", j, hits, p)
	}
	if j.Exact && j.Certain {
		require.Equal(t, p.latest, j.FirstViolation, "%+v of %v", j, hits)
	}
	if j.Exact && j.Possible {
		require.Equal(t, p.earliest, j.FirstPossible, "%+v of %v", j, hits)
	}
	if j.PeakExact {
		require.Equal(t, Range{p.least, p.fullest}, j.Peak, "%+v of %v", j, hits)
	}
}

// drawThresholds draws thresholds that few hits exceed. Their rates divide a quarter of a second.
func drawThresholds(t *rapid.T, spans int) []Threshold {
	rate := rapid.SampledFrom([]int{1, 1, 2, 4}).Draw(t, "rate")
	span := time.Duration(rapid.IntRange(1, spans).Draw(t, "span")) * time.Second
	return []Threshold{{Rate: rate, Span: span}, {Average: true, Rate: rate, Span: span}}
}

// quarter is the step of the placements that are all tried.
const quarter = int64(time.Second / 4)

// eachPlacement shows all placements at quarters of a second, and at the last instants.
func eachPlacement(hits []stamped, show func([]int64)) {
	at := make([]int64, len(hits))
	var place func(int)
	place = func(i int) {
		if i == len(hits) {
			show(at)
			return
		}
		h := hits[i]
		for at[i] = h.from; at[i] < h.last; at[i] += quarter {
			was := at[i]
			place(i + 1)
			at[i] = was
		}
		at[i] = h.last
		place(i + 1)
	}
	place(0)
}

// drawStamped draws hits whose stamps begin at quarters of a second. Those of one width are either
// cells of a grid, which end before the next begins, or end at a quarter.
func drawStamped(t *rapid.T, most int) []stamped {
	kind := rapid.SampledFrom([]string{"cells", "cells", "even", "uneven"}).Draw(t, "kind")
	width := rapid.SampledFrom([]int64{0, 1, 2, 4, 8}).Draw(t, "width") * quarter
	at := 4 * quarter * rapid.Int64Range(0, 10).Draw(t, "start")
	hits := make([]stamped, rapid.IntRange(1, most).Draw(t, "hits"))
	for i := range hits {
		at += quarter * rapid.SampledFrom([]int64{0, 0, 1, 2, 3, 4, 4, 5, 8}).Draw(t, "gap")
		switch kind {
		case "cells":
			from := unit.Floor(at, max(width, 1))
			hits[i] = stamped{from, from + max(width, 1) - 1}
		case "even":
			hits[i] = stamped{at, at + width}
		default:
			hits[i] = stamped{at, at + quarter*rapid.Int64Range(0, 5).Draw(t, "long")}
		}
	}
	return hits
}

// All placements of a few hits at quarters of a second say what the judges say, and the bounds hold.
func TestJudgesAgainstAllPlacements(t *testing.T) {
	for _, r := range Readings() {
		t.Run(r.ID, func(t *testing.T) {
			verdicts := map[string]int{}
			rapid.Check(t, func(t *rapid.T) {
				thresholds := drawThresholds(t, 3)
				hits := drawStamped(t, 5)
				threshold, _ := r.Of(thresholds)
				p := noPlacement()
				eachPlacement(hits, func(at []int64) { p.add(r, threshold, at) })
				j := judgeStamped(r.ID, thresholds, hits)
				requireSound(t, j, &p, hits)
				requireExact(t, j, &p, hits)
				switch {
				case j.Certain:
					verdicts["certain"]++
				case j.Possible:
					verdicts["possible"]++
				default:
					verdicts["impossible"]++
				}
			})
			t.Log(verdicts)
		})
	}
}
