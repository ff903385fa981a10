package reports

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func frontiers() *Frontier {
	of := func(hits, n int) study.Proportion { return study.Proportion{Hits: hits, N: n} }
	values := []string{"10", "57", "58", "799", "800", "2000"}
	at := func(value string) int { return slices.Index(values, value) }
	return &Frontier{
		Scenario: "calm", Until: "bans.count > 0", First: 1, Seeds: 20,
		Values: study.Variation{Path: "fleet.users", Values: values},
		Edges: []Edge{
			{"naive", "akamai", study.Frontier{Side: study.Largest, At: at("57"), There: of(0, 20),
				Next: at("58"), Beyond: of(1, 7), Probes: 12, Runs: 99}},
			{"naive", "literal", study.Frontier{Side: study.None, Next: at("10"), Beyond: of(1, 1),
				Probes: 2, Runs: 2}},
			{"leader", "akamai", study.Frontier{Side: study.All, At: at("2000"), There: of(0, 20),
				Probes: 2, Runs: 40}},
			{"leader", "literal", study.Frontier{Side: study.Least, At: at("800"), There: of(0, 20),
				Next: at("799"), Beyond: of(1, 3), Probes: 9, Runs: 90}},
		},
	}
}

func TestFrontier(t *testing.T) {
	var table, csv bytes.Buffer
	frontiers().Table(&table, Format{})
	golden(t, "frontier.txt", table.Bytes())
	require.NoError(t, frontiers().CSV(&csv))
	golden(t, "frontier.csv", csv.Bytes())
}

func TestCapacity(t *testing.T) {
	golden(t, "capacity.svg", svg(t, frontiers().Capacity()))
	words := frontiers()
	words.Values.Values = []string{"slow", "57", "58", "799", "800", "quick"}
	require.True(t, words.Capacity().IsZero(), "values are no numbers")
}
