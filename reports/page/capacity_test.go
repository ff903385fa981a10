package page

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/review"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

func searched(trip string, edges ...review.Edge) review.Capacity {
	return review.Capacity{
		Scenario: "external-renewal", Title: "one token dies, one node, round trip " + trip,
		Varied: []scenarios.Setting{{Path: "length", Value: "3m"}, {Path: "network.rtt", Value: trip}},
		Field:  "fleet.users", From: 10, To: 1000, Until: "bans.count > 0", Seeds: 5,
		Edges: edges, Command: "sweep " + trip,
	}
}

func side(side string, value, next float64) review.Edge {
	e := review.Edge{Strategy: "naive", Reading: "akamai", Side: side}
	if value > 0 {
		e.Value = &value
	}
	if next > 0 {
		e.Next = &next
	}
	return e
}

// Searches that differ in one setting are one chart, its values rows.
func TestSearchesAreJoined(t *testing.T) {
	other := searched("1s", side("all", 1000, 0))
	other.Scenario = "two-nodes"
	all := joined([]review.Capacity{searched("15ms", side("largest", 120, 130)),
		searched("50ms", side("none", 0, 10)), other})
	require.Len(t, all, 2)
	one := all[0]
	require.Equal(t, "one token dies, one node", one.Title)
	require.Equal(t, "network.rtt", one.by)
	require.Equal(t, []string{"15ms", "50ms"}, []string{one.edges[0].at, one.edges[1].at})
	require.Equal(t, []string{"sweep 15ms", "sweep 50ms"}, one.commands)
	require.Len(t, one.Varied, 1)
	require.Empty(t, all[1].by)
	require.Equal(t, []string{"sweep 1s"}, all[1].commands)
	drawn := capacityOf(one).Chart
	require.Equal(t, []string{"naive, rtt 15ms", "naive, rtt 50ms"}, drawn.Rows)
	require.Equal(t, "How far: fleet.users by network.rtt, one token dies, one node", drawn.Title)
}

// Who survives the least value does not look like who survives none.
func TestLeastAndNone(t *testing.T) {
	s := together([]review.Capacity{searched("1s", side("largest", 10, 20), side("none", 0, 10),
		side("largest", 120, 130))}, "")
	panel := capacityOf(s).Chart.Panels[0]
	require.InDelta(t, 0, panel.Marks[0].X, 0)
	require.InDelta(t, 10, panel.Marks[0].To, 0)
	require.InDelta(t, 200, panel.X.Max, 1e-9, "far beyond the edges there is nothing to be seen")
	require.Equal(t, "not even 10", panel.Marks[1].Hover)
	require.Equal(t, drawing.Cross, panel.Marks[1].Shape)
}
