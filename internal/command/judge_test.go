package command

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadingsOf(t *testing.T) {
	all, err := readingsOf(nil)
	require.NoError(t, err)
	require.Equal(t, "R1", all[0])
	some, err := readingsOf([]string{"A1", "R6f", "R1"})
	require.NoError(t, err)
	require.Equal(t, []string{"R1", "R6f", "A1"}, some, "in the order of all")
	some, err = readingsOf([]string{"R6f", "akamai", "literal"})
	require.NoError(t, err)
	require.Equal(t, []string{"R1", "R3", "R6f", "A1"}, some)
	_, err = readingsOf([]string{"R1", "R99"})
	require.ErrorContains(t, err, "R99")
}
