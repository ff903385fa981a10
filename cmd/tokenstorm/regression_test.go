package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// counted is a study of one strategy whose runs make these numbers of token requests.
func counted(first uint64, requests ...int) *study.Study {
	s := &study.Study{Name: "stored"}
	s.Plan = study.Plan{
		Scenarios: []string{"x"}, Readings: []string{"akamai"}, Strategies: []string{"naive"},
		First: first, Seeds: len(requests),
	}
	for i, c := range s.Plan.Cells() {
		o := study.Outcome{TokenRequests: requests[i], Succeeded: 1}
		s.Results = append(s.Results, study.Result{Cell: c, Outcome: &o})
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
		name string
		now  *study.Study
		want int
	}{
		{"the same", counted(1, shifted(0)...), 0},
		{"better", counted(1, shifted(-100)...), 0},
		{"worse", counted(1, shifted(100)...), 1},
		{"worse, but by less than a hundredth", counted(1, shifted(5)...), 0},
		{"worse under one seed of two", counted(1, 1000, 1200), 0},
		{"worse over the fifteen common seeds", counted(6, shifted(100)...), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Len(t, regressionsOf(was, test.now), test.want)
		})
	}
	worse := regressionsOf(was, counted(1, shifted(100)...))[0]
	require.Contains(t, worse.String(),
		"x with naive, reading akamai: token_requests was 1010, is 1110, +100 (100 to 100) over n = 20")
	require.Empty(t, regressionsOf(nil, was))
}

func TestComparable(t *testing.T) {
	stored, now := counted(1, 1, 2, 3), counted(4, 1, 2, 3)
	require.NoError(t, incomparable(stored, &stored.Plan))
	require.ErrorContains(t, incomparable(stored, &now.Plan), "seeds 1 to 3, none of which is run now")
	now = counted(1, 1)
	now.Plan.Strategies = []string{"lock"}
	require.ErrorContains(t, incomparable(stored, &now.Plan), "none of which is run now")
}
