package world

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The connection that was used last is taken first. One that is idle for as long as connections are
// kept is gone, and so are those that are idle for longer.
func TestConnections(t *testing.T) {
	const second = time.Second
	for _, test := range []struct {
		name      string
		idle      connections
		now, keep time.Duration
		want      bool
		left      connections
	}{
		{"none", nil, second, 0, false, nil},
		{"the latest", connections{1 * second, 2 * second}, 9 * second, 0, true, connections{second}},
		{"just in time", connections{1 * second, 2 * second}, 12*second - 1, 10 * second, true,
			connections{second}},
		{"too late", connections{1 * second, 2 * second}, 12 * second, 10 * second, false,
			connections{}},
		{"for good", connections{second}, 9999 * second, 0, true, connections{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, test.idle.take(test.now, test.keep))
			require.Equal(t, test.left, test.idle)
		})
	}
	var c connections
	c.give(second)
	require.Equal(t, connections{second}, c)
}
