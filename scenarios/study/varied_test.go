package study

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
)

func TestVaried(t *testing.T) {
	s, err := scenarios.Load("two-nodes")
	require.NoError(t, err)
	s.Name = "shop fleet=2" // a name is only a name
	var variations []*scenarios.Scenario
	for _, users := range []string{"50", "60"} {
		for _, leg := range []string{"uniform 1ms..2ms", "3ms"} {
			one, err := s.With(scenarios.Setting{Path: "fleet.users", Value: users},
				scenarios.Setting{Path: "network.api.leg", Value: leg})
			require.NoError(t, err)
			variations = append(variations, one)
		}
	}
	p := Plan{Readings: []string{"akamai"}, Strategies: []string{"naive"}, Seeds: 1}
	p.Vary(s, variations)
	require.NoError(t, p.Check())
	require.Equal(t, "shop fleet=2", p.Base())
	require.Equal(t, "shop fleet=2 fleet.users=50 network.api.leg=3ms", p.Scenarios[1])
	require.Equal(t, []Variation{{"fleet.users", []string{"50", "60"}},
		{"network.api.leg", []string{"uniform 1ms..2ms", "3ms"}}}, p.Variations())
	require.Equal(t, []string{"50", "3ms"}, p.ValuesOf(p.Scenarios[1]))
	require.Equal(t, p.Scenarios[2], p.At([]string{"60", "uniform 1ms..2ms"}))
	require.Empty(t, p.At([]string{"61", "3ms"}))

	p.Vary(s, []*scenarios.Scenario{s})
	require.Nil(t, p.Varied)
	require.Equal(t, "shop fleet=2", p.Base())
	require.Empty(t, p.Variations())
	require.Empty(t, p.ValuesOf("shop fleet=2"))

	p.Varied = &Varied{Scenario: "x"}
	require.ErrorContains(t, p.Check(), "settings of 0 scenarios; a plan has them of all its 1")
	p.Scenarios = []string{"a", "b"}
	p.Varied.Settings = [][]scenarios.Setting{{{Path: "a", Value: "1"}}, {}}
	require.ErrorContains(t, p.Check(), "a plan sets the same of all its scenarios")
}

// A file of format 1 has its settings and the kinds of its inputs in names.
func TestFormat1(t *testing.T) {
	const header = `{"format":1,"version":"1","plan":{"scenarios":["my shop fleet.users=50 ` +
		`network.rtt=uniform 1s..2s","my shop fleet.users=60 network.rtt=3s"],"readings":["akamai"],` +
		`"strategies":["naive","mine"],"first_seed":1,"seeds":1,"inputs":[` +
		`{"name":"scenario ../my shop.yaml","sha256":"a"},{"name":"strategy mine.yaml","sha256":"b"}]}}`
	s, err := readJournal("old", strings.NewReader(header+"\n"))
	require.NoError(t, err)
	p := &s.Plan
	require.Equal(t, "my shop", p.Base())
	require.Equal(t, []Variation{{"fleet.users", []string{"50", "60"}},
		{"network.rtt", []string{"uniform 1s..2s", "3s"}}}, p.Variations())
	require.Equal(t, []Input{{Kind: ScenarioInput, Name: "../my shop.yaml", SHA256: "a"},
		{Kind: StrategyInput, Name: "mine.yaml", Strategy: "mine", SHA256: "b"}}, p.Inputs)

	s, err = readJournal("old", strings.NewReader(strings.NewReplacer(
		" fleet.users=50 network.rtt=uniform 1s..2s", "", ` fleet.users=60 network.rtt=3s`, "2").
		Replace(header)+"\n"))
	require.NoError(t, err)
	require.Nil(t, s.Plan.Varied)
	require.Equal(t, format, s.Format)
}
