package fakecarrier

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseTransactions(t *testing.T) {
	limits, err := ParseTransactions("5/1m,60/1h")
	require.NoError(t, err)
	require.Equal(t, []Transactions{{5, time.Minute, Aligned}, {60, time.Hour, Aligned}}, limits)
	limits, err = ParseTransactions("none")
	require.NoError(t, err)
	require.Empty(t, limits)
	for _, text := range []string{"", "5", "5/", "0/1s", "-1/1s", "5/0s", "5/1m,", "5/1m/2", "x/1s"} {
		_, err := ParseTransactions(text)
		require.ErrorContains(t, err, "meant a number above zero in a length of time", text)
	}
}
