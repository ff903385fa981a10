package quota

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Three hits in windows of 5 s; instants are seconds. The fourth and fifth hit of a window exceed
// the limit, and the next is accepted when it ends.
func TestLimit(t *testing.T) {
	type hit struct {
		at      int64
		exceeds bool
		until   int64
	}
	for start, hits := range map[WindowStart][]hit{
		Aligned: {
			{3, false, 5}, {4, false, 5}, {4, false, 5}, {4, true, 5}, {4, true, 5},
			{5, false, 10}, {12, false, 15},
		},
		FirstHit: {
			{3, false, 8}, {5, false, 8}, {7, false, 8}, {7, true, 8}, {8, false, 13}, {12, false, 13},
		},
	} {
		allowance := Limit{Hits: 3, Window: 5 * time.Second, Start: start}.Open()
		for _, h := range hits {
			require.Equal(t, h.exceeds, allowance.Exceeds(h.at*aSecond), "%v, hit at %d", start, h.at)
			require.Equal(t, h.until*aSecond, allowance.Until(), "%v, hit at %d", start, h.at)
		}
	}
}

func TestLimitCheck(t *testing.T) {
	require.NoError(t, Limit{Hits: 1, Window: 1}.Check())
	require.EqualError(t, Limit{Window: time.Second}.Check(),
		"a limit needs a number and a window above zero, not 0 in 1s")
	require.EqualError(t, Limit{Hits: 5}.Check(),
		"a limit needs a number and a window above zero, not 5 in 0s")
}
