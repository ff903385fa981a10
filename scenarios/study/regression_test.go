package study

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// counted is a study of one strategy whose runs make these numbers of token requests.
func counted(first uint64, requests ...int) *Study {
	s := New(Header{Plan: Plan{
		Scenarios: []string{"x"}, Readings: []string{"akamai"}, Strategies: []string{"naive"},
		First: first, Seeds: len(requests),
	}})
	s.Name = "stored"
	for c := range s.Cells() {
		o := measure.Outcome{
			Token:   measure.TokenCount{Requests: requests[c.Seed-first]},
			Actions: measure.Actions{Succeeded: 1},
		}
		put(s, Result{Cell: c, Outcome: &o})
	}
	return s
}

func shifted(by int) []int {
	list := make([]int, 20)
	for i := range list {
		list[i] = 1000 + i + by
	}
	return list
}

func TestRegressions(t *testing.T) {
	was := counted(1, shifted(0)...)
	for _, test := range []struct {
		name           string
		now            *Study
		worse, unclear int
	}{
		{"the same", counted(1, shifted(0)...), 0, 0},
		{"better", counted(1, shifted(-100)...), 0, 0},
		{"worse", counted(1, shifted(100)...), 1, 0},
		{"worse, but by less than a hundredth", counted(1, shifted(5)...), 0, 0},
		{"worse under one seed of two", counted(1, 1000, 1200), 0, 1},
		{"worse under both seeds, which is too few", counted(1, 1100, 1200), 0, 1},
		{"better under one seed of two", counted(1, 1000, 900), 0, 0},
		{"worse under five", counted(1, shifted(100)[:5]...), 0, 1},
		{"worse under six, which is enough for one figure", counted(1, shifted(100)[:6]...), 1, 0},
		{"worse over the fifteen common seeds", counted(6, shifted(100)...), 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			worse, unclear := 0, 0
			for _, r := range test.now.Regressions(was) {
				if r.Shown {
					worse++
				} else {
					unclear++
				}
			}
			require.Equal(t, test.worse, worse, "worse")
			require.Equal(t, test.unclear, unclear, "unclear")
		})
	}
	worse := counted(1, shifted(100)...).Regressions(was)[0]
	require.Contains(t, worse.String(),
		"x with naive, reading akamai: token_requests was 1010, is 1110, "+
			"+100 in the mean (median +100, 100 to 100) over n = 20")
	require.Empty(t, was.Regressions(nil))
}

// compared is a study of four strategies, of which the first is banned under these many seeds of n.
func compared(n, banned int) *Study {
	s := New(Header{Plan: Plan{
		Scenarios: []string{"x"}, Readings: []string{"akamai"},
		Strategies: []string{"mine", "leader", "breaker", "lock"}, First: 1, Seeds: n,
	}})
	s.Name = "stored"
	for i, c := range slices.Collect(s.Cells()) {
		o := measure.Outcome{
			Actions: measure.Actions{Succeeded: 99, Failed: 1},
			Token:   measure.TokenCount{Requests: 1},
			API:     measure.APICount{Rejected: measure.Rejected{Killed: i}},
		}
		if c.Strategy == "mine" && int(c.Seed) <= banned {
			o = measure.Outcome{
				Bans:    measure.Bans{Count: 1, Banned: time.Hour},
				Actions: measure.Actions{Succeeded: 1, Failed: 99},
				Token:   measure.TokenCount{Requests: 90},
				API:     measure.APICount{Rejected: measure.Rejected{Killed: i + 50}},
			}
		}
		put(s, Result{Cell: c, Outcome: &o})
	}
	return s
}

// Strategies that are what they were do not hide one that is not, and few seeds are no excuse.
func TestTotalRegression(t *testing.T) {
	for _, test := range []struct {
		seeds, banned int
		shown         bool
		want          string
	}{
		{9, 9, true, "x with mine, reading akamai: banned was 0, is 1, "},
		{1, 1, true, "x with mine, reading akamai: banned was 0, is 1, "},
		{9, 2, false, "x with mine, reading akamai: banned was 0, "},
		{100, 1, false, "x with mine, reading akamai: banned was 0, "},
	} {
		stored, now := compared(test.seeds, 0), compared(test.seeds, test.banned)
		found := now.Regressions(stored)
		require.NotEmpty(t, found)
		require.Equal(t, test.shown, found[0].Shown)
		told := ""
		for _, r := range found {
			told += r.String() + "\n"
		}
		require.Contains(t, told, test.want)
		require.Empty(t, stored.Regressions(now), "better is no regression")
	}
	found := compared(9, 2).Regressions(compared(9, 0))
	require.Contains(t, found[0].String(),
		"n = 9 common seeds, of which 2 differ; it takes 8 that differ")
}

func TestComparable(t *testing.T) {
	stored, now := counted(1, 1, 2, 3), counted(4, 1, 2, 3)
	require.NoError(t, stored.Incomparable(&stored.Plan))
	require.ErrorContains(t, stored.Incomparable(&now.Plan), "seeds 1 to 3, none of which is run now")
	now = counted(1, 1)
	now.Plan.Strategies = []string{"lock"}
	require.ErrorContains(t, stored.Incomparable(&now.Plan), "none of which is run now")
}
