package drawing

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRepeated(t *testing.T) {
	for _, c := range []struct{ counts, want []int }{
		{nil, nil},
		{[]int{0}, []int{0}},
		{[]int{0, 0, 0, 0}, []int{0, -3}},
		{[]int{1, 2, 2, 3, 3, 3}, []int{1, 2, -1, 3, -2}},
	} {
		require.Equal(t, c.want, Repeated(c.counts))
		require.Equal(t, c.counts, Spelled(c.want))
	}
}
