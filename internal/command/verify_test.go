package command

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
	"github.com/tokenstorm/tokenstorm/scenarios/study/archive"
)

// What cannot be computed again is told with the file that says so, whoever wrote its header.
func TestWhatCannotBeVerified(t *testing.T) {
	scenario := study.Input{Kind: study.ScenarioInput, Name: "quiet-day"}
	for _, c := range []struct {
		version string
		inputs  []study.Input
		want    string
	}{
		{"another", []study.Input{scenario}, "kept:1:1: found results of version another; meant this"},
		{studyVersion(), nil, "kept:1:1: found 0 scenarios; meant one, of which fields are set"},
		{studyVersion(), []study.Input{scenario, {
			Kind: study.StrategyInput, Name: "mine.yaml", Strategy: "mine",
		}}, "kept:1:1: found strategy mine.yaml of a strategy that is not compared; meant files of"},
		{studyVersion(), []study.Input{scenario}, "kept:1:1: found scenario quiet-day as it was; meant"},
	} {
		plan := study.Plan{
			Scenarios: []string{"quiet-day"}, Readings: []string{"akamai"}, Strategies: []string{"naive"},
			First: 1, Seeds: 1, Inputs: c.inputs,
		}
		_, err := inquiryOf(&archive.Archive{Study: &study.Study{
			Name: "kept", Header: study.NewHeader(c.version, plan, study.Shard{}),
		}})
		var mistake *strict.Mistake
		require.ErrorAs(t, err, &mistake)
		require.ErrorContains(t, err, c.want)
	}
}
