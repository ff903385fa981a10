package review

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// What a verdict is on stands as it came out: no mark denies the sentence beside it.
func TestMarksAgreeWithClaims(t *testing.T) {
	r := reviewed(planned(t, enough), usual)
	marks := map[string][]string{}
	for _, a := range r.Answers {
		marks[a.ID] = []string{a.Verdict, a.Mark, a.Claim}
	}
	for id, want := range map[string][]string{
		"Q1": {"FAIL", "naive banned",
			"naive does not survive the death of one token under 200 users"},
		"Q5": {"PASS", "survives",
			"cache-first survives the death of one token on one node"},
		"Q7": {"PASS", "8 of 12 out", "breaker-fleet gets out of a ban that has fallen"},
		"Q8": {"PASS", "recommended passes", "recommended passes every headline scenario"},
	} {
		require.Equal(t, want, marks[id], id)
	}
}

// A strategy that is recommended where nodes share nothing is shown with where it fails.
func TestStandingTellsWhereItFails(t *testing.T) {
	r := reviewed(planned(t, enough), func(s scene, c study.Cell, o *measure.Outcome) {
		usual(s, c, o)
		if sharesNothing(c.Strategy) && s.name() == scaleOut.name() {
			o.Bans.Count = 1
		}
	}).Recommendation
	require.Equal(t, "passes 8 of 8 headline scenarios, banned in 0 of 504 runs", r.Standing)
	require.Equal(t, "recommended-unshared", r.Unshared)
	require.Equal(t, "FAIL", r.UnsharedVerdict)
	require.Equal(t, "passes 7 of 8 headline scenarios, banned in 72 of 504 runs; "+
		"fails where two nodes become four (72 of 72)", r.UnsharedStanding)
}
