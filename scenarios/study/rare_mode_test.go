package study

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// 0.97 to the power of 40 is 0.296; of 10 %, 0.9 to the power of 40 would be 0.015.
func TestRareMode(t *testing.T) {
	for _, want := range []Mode{
		{0, .3, 1}, {1, .3, .7}, {6, .3, .118}, {7, .1, .478}, {21, .1, .109}, {22, .03, .512},
		{40, .03, .296}, {75, .03, .102}, {76, .01, .466}, {200, .01, .134}, {300, .003, .406},
		{10_000, .0001, .368},
	} {
		got := RareMode(want.Runs)
		require.InEpsilon(t, want.Share, got.Share, 1e-12, "%d runs", want.Runs)
		require.InDelta(t, want.Unseen, got.Unseen, 5e-4, "%d runs", want.Runs)
	}
}

// A failed cell is no run.
func TestFewest(t *testing.T) {
	require.Equal(t, 2, made(t, map[string][]int{"a": {9, 9, -1}, "b": {8, 8, 5}}).Fewest())
	require.Equal(t, 3, made(t, map[string][]int{"a": {9, 9, 1}}).Fewest())
}
