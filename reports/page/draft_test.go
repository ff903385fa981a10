package page

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A study of a draft's scenario need not carry out the draft's runs again.
func TestDraftKeepsTheCellsOfItsRuns(t *testing.T) {
	s, err := scenarios.Load("ten-customers")
	require.NoError(t, err)
	s, err = s.With(scenarios.Setting{Path: "length", Value: "30s"})
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	readings := []string{"literal", "paranoid"} // its own, akamai, is not asked for
	d := NewDraft(s, s.Carrier.Reading, []spec.Strategy{naive}, readings, 7)
	require.NoError(t, d.Jobs[0].Run())

	of := study.Contestant{Scenario: s.Name, Strategy: "naive"}
	banned := 0
	for _, of.Reading = range readings {
		c := study.Cell{Seed: 7, Contestant: of}
		want, err := study.Run([]study.Cell{c}, s, naive, measure.Everything)
		require.NoError(t, err)
		require.Equal(t, want[0], d.Kept(c))
		banned += want[0].Bans.Count
	}
	require.Positive(t, banned)

	require.Nil(t, d.Kept(study.Cell{Seed: 8, Contestant: of}))
	of.Reading = s.Carrier.Reading
	require.Nil(t, d.Kept(study.Cell{Seed: 7, Contestant: of}))
	of.Reading, of.Strategy = readings[0], "recommended"
	require.Nil(t, d.Kept(study.Cell{Seed: 7, Contestant: of}))
}
