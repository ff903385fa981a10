package reports

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

// swept is the study made by hand at four points: the larger, the likelier a ban.
func swept() *Evidence {
	p := study.Plan{
		Scenarios: []string{"calm a.b=1 c=uniform 1s..2s", "calm a.b=1 c=3s",
			"calm a.b=2 c=uniform 1s..2s", "calm a.b=2 c=3s"},
		Readings: []string{"akamai"}, Strategies: []string{"naive", "lock"}, First: 1, Seeds: 20,
	}
	p.Varied = &study.Varied{Scenario: "calm"}
	for _, ab := range []string{"1", "2"} {
		for _, c := range []string{"uniform 1s..2s", "3s"} {
			p.Varied.Settings = append(p.Varied.Settings,
				[]scenarios.Setting{{Path: "a.b", Value: ab}, {Path: "c", Value: c}})
		}
	}
	s := study.New(study.Header{Plan: p})
	for c := range s.Cells() {
		o := &measure.Outcome{
			Actions:  measure.Actions{Succeeded: 1},
			Headroom: measure.Headroom{BurstLimit: 15, AverageLimit: 120},
		}
		if c.Strategy == "naive" && c.Seed > 18 || strings.Contains(c.Scenario, "a.b=2") &&
			c.Seed%2 == 0 {
			o.Bans.Count = 1
		}
		put(s, study.Result{Cell: c, Outcome: o})
	}
	return &Evidence{Study: s, Baseline: "naive"}
}

func TestSweep(t *testing.T) {
	var b bytes.Buffer
	swept().Table(&b, Format{})
	golden(t, "sweep.txt", b.Bytes())
}

func TestHeatMap(t *testing.T) {
	golden(t, "heatmap.svg", svg(t, swept().HeatMap("akamai")))
	require.True(t, evidence().HeatMap("akamai").IsZero(), "nothing is varied")

	// A field of one value, wherever it stands, changes nothing but the words.
	widened := swept()
	settings := widened.Study.Plan.Varied.Settings
	for i := range settings {
		settings[i] = slices.Insert(settings[i], 1, scenarios.Setting{Path: "b.c", Value: "9ms"})
	}
	drawn := svg(t, widened.HeatMap("akamai"))
	require.Contains(t, string(drawn), "; b.c=9ms")
	require.Equal(t, string(svg(t, swept().HeatMap("akamai"))),
		strings.Replace(string(drawn), "; b.c=9ms", "", 1))
}
