package reports

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Nobody on the front is beaten in both ways, and the banned are not on it.
func TestFront(t *testing.T) {
	points := []Point{
		{Strategy: "quick", P99: 1, Full: 9, Success: 1},
		{Strategy: "beaten", P99: 2, Full: 9, Success: 1},
		{Strategy: "safe", P99: 5, Full: 1, Success: 1},
		{Strategy: "banned", Hits: 1, Success: 1},
		{Strategy: "refuses", Success: .5},
		{Strategy: "twin", P99: 1, Full: 9, Success: 1},
	}
	var names []string
	for _, p := range front(points) {
		names = append(names, p.Strategy)
	}
	require.Equal(t, []string{"quick", "twin", "safe"}, names)
	require.True(t, (&Point{Success: served}).eligible())
	require.False(t, (&Point{Success: served - 1e-9}).eligible())
}
