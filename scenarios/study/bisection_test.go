package study

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Where one value parts those that are survived from the others, bisection finds it, in no more
// probes than halving takes.
func TestBisectionFindsTheEdge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 300).Draw(t, "values")
		edge := rapid.IntRange(0, n).Draw(t, "edge") // so many values on the lower side
		upper := rapid.Bool().Draw(t, "the upper side survives")
		seeds := rapid.IntRange(1, 5).Draw(t, "seeds")
		runs := 0
		b := Bisection{Values: n, Seeds: seeds, Met: func(value, seed int) (bool, error) {
			require.Less(t, seed, seeds)
			runs++
			return (value < edge) == upper, nil
		}}
		f, err := b.Frontier()
		require.NoError(t, err)
		require.Equal(t, runs, f.Runs)
		switch survives := map[bool]int{false: edge, true: n - edge}[upper]; {
		case survives == n:
			require.Equal(t, All, f.Side)
			require.Equal(t, n-1, f.At)
		case survives == 0:
			require.Equal(t, None, f.Side)
			require.Equal(t, Proportion{1, 1}, f.Beyond)
			return
		case upper:
			require.Equal(t, Least, f.Side)
			require.Equal(t, []int{edge, edge - 1}, []int{f.At, f.Next})
			require.Equal(t, Proportion{1, 1}, f.Beyond)
		default:
			require.Equal(t, Largest, f.Side)
			require.Equal(t, []int{edge - 1, edge}, []int{f.At, f.Next})
		}
		require.Equal(t, Proportion{0, seeds}, f.There)
		require.LessOrEqual(t, f.Probes, 2+9) // 2^9 are more than 300
	})
}

func TestBisectionAllowsSome(t *testing.T) {
	b := Bisection{Values: 10, Seeds: 20, Allowed: 2, Met: func(value, seed int) (bool, error) {
		return seed < value, nil // value v meets the condition in v runs
	}}
	f, err := b.Frontier()
	require.NoError(t, err)
	require.Equal(t, Frontier{
		Side: Largest, At: 2, There: Proportion{2, 20}, Next: 3, Beyond: Proportion{3, 3},
		Probes: f.Probes, Runs: f.Runs,
	}, f)
}

func TestBisectionEndsWithTheFirstError(t *testing.T) {
	broken := errors.New("broken")
	b := Bisection{Values: 10, Seeds: 3, Met: func(value, _ int) (bool, error) {
		if value == 4 {
			return false, broken
		}
		return value > 4, nil
	}}
	_, err := b.Frontier()
	require.ErrorIs(t, err, broken)
}
