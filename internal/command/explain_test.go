package command

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBansToExplain(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{{"1", 1}, {"144", 144}} {
		n, err := bansToExplain(test.text)
		require.NoError(t, err)
		require.Equal(t, test.want, n)
	}
	for _, text := range []string{"", "0", "-1", "1.5", "many"} {
		_, err := bansToExplain(text)
		require.ErrorContains(t, err, "meant a number of at least 1, or all", text)
	}
}
