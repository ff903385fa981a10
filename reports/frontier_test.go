package reports

import (
	"bytes"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func frontiers() *Frontier {
	of := func(hits, n int) study.Proportion { return study.Proportion{Hits: hits, N: n} }
	return &Frontier{
		Scenario: "calm", Field: "fleet.users", Until: "bans.count > 0", First: 1, Seeds: 20,
		From: "10", To: "2000",
		Edges: []Edge{
			{"naive", "akamai", study.Largest, "57", 57, of(0, 20), "58", of(1, 7), 12, 99},
			{"naive", "literal", study.None, "", 0, of(0, 0), "10", of(1, 1), 2, 2},
			{"leader", "akamai", study.All, "2000", 2000, of(0, 20), "", of(0, 0), 2, 40},
			{"leader", "literal", study.Least, "800", 800, of(0, 20), "799", of(1, 3), 9, 90},
		},
	}
}

func TestFrontier(t *testing.T) {
	var table, csv bytes.Buffer
	require.NoError(t, frontiers().Table(&table, Format{}))
	golden(t, "frontier.txt", table.Bytes())
	require.NoError(t, frontiers().CSV(&csv))
	golden(t, "frontier.csv", csv.Bytes())
}

func TestCapacity(t *testing.T) {
	golden(t, "capacity.svg", svg(t, frontiers().Capacity("", 10, 2000)))
	words := frontiers()
	words.Edges[0].Number = math.NaN()
	require.True(t, words.Capacity("", 10, 2000).IsZero(), "values are no numbers")
}
