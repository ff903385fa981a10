package world

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/strategies"
)

// TestTokenValues: a value stays what it was while pages fill, and no value costs an allocation.
func TestTokenValues(t *testing.T) {
	var v tokenValues
	var all []string
	ids := []uint64{1, 9, 10, math.MaxUint64}
	for range 1000 {
		for _, id := range ids {
			all = append(all, v.of(id))
		}
	}
	for i, value := range all {
		require.Equal(t, ids[i%len(ids)], tokenNumber(strategies.Token{Value: value}))
	}
	require.Less(t, testing.AllocsPerRun(1000, func() { v.of(math.MaxUint64) }), 0.1)
}

func TestAForeignTokenHasNoID(t *testing.T) {
	for _, value := range []string{"", "x1", "-1", "18446744073709551616"} {
		require.Zero(t, tokenNumber(strategies.Token{Value: value}))
	}
}
