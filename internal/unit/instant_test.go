package unit

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFloorAndCeil(t *testing.T) {
	for _, c := range []struct{ at, floor, ceil int64 }{
		{0, 0, 0}, {1, 0, 5}, {5, 5, 5}, {-1, -5, 0}, {-5, -5, -5},
	} {
		require.Equal(t, c.floor, Floor(c.at, 5), c.at)
		require.Equal(t, c.ceil, Ceil(c.at, 5), c.at)
	}
}
