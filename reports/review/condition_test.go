package review

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// A condition changes the answer, or does not, or the runs do not tell.
func TestConditionsHaveThreeStates(t *testing.T) {
	for _, c := range []struct {
		before, after      study.Verdict
		changes, undecided bool
		text               string
	}{
		{study.Fail, study.Pass, true, false, "It changes: so it is."},
		{study.Fail, study.Fail, false, false, "It stays: so it is."},
		{study.Fail, study.Inconclusive, false, true, "Not settled: so it is."},
		{study.Inconclusive, study.Pass, false, true, "Not settled: so it is."},
		{study.Inconclusive, study.Inconclusive, false, true, "Not settled: so it is."},
	} {
		got := condition("so", c.before, c.after, claim{value: "so it is"})
		require.Equal(t, Condition{"so", "", c.changes, c.undecided, Figure{Text: c.text}}, got)
	}
	nobody := func(_ scene, _ study.Cell, o *measure.Outcome) { o.Bans.Count = 0 }
	for _, a := range reviewed(planned(t, 3), nobody).Answers[:6] {
		for _, c := range a.Conditions {
			require.True(t, c.Undecided, "%s: three runs settle nothing: %s", a.ID, c.Then.Text)
		}
	}
}

// A choice that differs is a change, even where some of what was chosen from is open.
func TestAnotherChoiceIsAChange(t *testing.T) {
	require.True(t, another("", true, true, claim{}).Changes)
	require.False(t, another("", true, true, claim{}).Undecided)
	require.True(t, another("", false, true, claim{}).Undecided)
}
