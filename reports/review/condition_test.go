package review

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// What the runs do not tell neither holds nor changes.
func TestConditionHasThreeStates(t *testing.T) {
	for _, test := range []struct {
		before, after      study.Verdict
		changes, undecided bool
		then               string
	}{
		{study.Fail, study.Fail, false, false, "It stays: so it is."},
		{study.Fail, study.Pass, true, false, "It changes: so it is."},
		{study.Fail, study.Inconclusive, false, true, "Not settled: so it is."},
		{study.Inconclusive, study.Inconclusive, false, true, "Not settled: so it is."},
	} {
		c := condition("things are otherwise", test.before, test.after, said{text: "so it is"})
		require.Equal(t, test.changes, c.Changes)
		require.Equal(t, test.undecided, c.Undecided)
		require.Equal(t, test.then, c.Then.Text)
	}
}

// A choice that differs is a change, even where some of what was chosen from is open.
func TestAnotherChoiceIsAChange(t *testing.T) {
	require.True(t, another("", true, true, said{}).Changes)
	require.False(t, another("", true, true, said{}).Undecided)
	require.True(t, another("", false, true, said{}).Undecided)
}
