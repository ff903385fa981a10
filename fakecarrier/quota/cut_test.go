package quota

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// violations are which of the hits a carrier's rule finds to violate, and when.
func violations(r Reading, threshold Threshold, at []int64) (all []Verdict) {
	rule := r.Rule(Terms{Threshold: threshold})
	for _, hit := range at {
		all = append(all, rule.Judge(hit))
	}
	return all
}

// What is judged between two cuts is what the carrier's own rule says of the hits between them:
// also after a violation, which takes no permit out of a bucket, and counts in a window. Of coarse
// stamps windows tell a violation later, so that it may fall behind the cut: those are not held to
// it.
func TestJudgesCutAsTheRule(t *testing.T) {
	for _, id := range []string{"R1", "R1e", "R2", "R6", "R7", "R8", "A1", "A2"} {
		r := readings[id]
		t.Run(id, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				thresholds := drawThresholds(t, 3)
				threshold, _ := r.Of(thresholds)
				hits := drawStamped(t, 40)
				exact := rapid.Bool().Draw(t, "exact") || id != "R7"
				var placements [][]int64
				for i := range hits {
					if exact {
						hits[i].last = hits[i].from
					} else if i > 0 {
						hits[i].last = max(hits[i].last, hits[i-1].last)
					}
				}
				truth := make([]int64, len(hits))
				for i := range hits {
					truth[i] = hits[i].from
				}
				placements = somewhere(t, truth, hits)
				for _, at := range placements {
					slices.Sort(at)
				}
				j := NewJudges(thresholds, []string{id})
				j.KeepApart()
				since := 0
				for i, h := range hits {
					j.Hit(h.from, h.last+1, int64(i))
					parted := i+1 == len(hits) || hits[i+1].from > h.from || id == "R7"
					if !parted || !rapid.Bool().Draw(t, "cut") {
						continue // whose of one instant a violation is, windows do not say
					}
					requireCut(t, j.Cut()[0], r, threshold, placements, since, i+1)
					since = i + 1
				}
			})
		})
	}
}

// requireCut holds if no placement contradicts what is said of the hits from since on.
func requireCut(
	t *rapid.T, j Judgement, r Reading, threshold Threshold, placements [][]int64, since, until int,
) {
	some, all := false, true
	earliest, latest := int64(1<<62), int64(-1<<62)
	for _, at := range placements {
		v := violations(r, threshold, at[:until])[since:]
		i := slices.IndexFunc(v, func(v Verdict) bool { return v.Violated })
		some, all = some || i >= 0, all && i >= 0
		if i >= 0 {
			earliest, latest = min(earliest, v[i].At), max(latest, v[i].At)
		}
	}
	if j.Certain {
		require.True(t, all, "%+v, but not all of %v violate", j, placements)
		require.LessOrEqual(t, latest, j.FirstViolation)
	}
	if some {
		require.True(t, j.Possible, "%+v, but some of %v violate", j, placements)
		require.GreaterOrEqual(t, earliest, j.FirstPossible)
	}
	if j.Exact && len(placements) > 0 && slices.Equal(placements[1], placements[2]) {
		require.Equal(t, some, j.Certain, "%+v of %v", j, placements[1])
		if some {
			require.Equal(t, earliest, j.FirstViolation)
		}
	}
}
