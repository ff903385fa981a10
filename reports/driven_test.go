package reports

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/drive"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/study"
)

func TestDrivenBesideSimulated(t *testing.T) {
	compared := &drive.Comparison{Runs: 399, Verdict: drive.Differs,
		Figures: []drive.FigureComparison{
			{
				Name: "bans", Driven: 1, Median: 2, Range: study.Interval{Low: 2, High: 3},
				Verdict: drive.Differs,
			},
			{
				Name: "p50", Driven: 120, Median: 117, Range: study.Interval{Low: 110, High: 119},
				Tolerance: 1.5, Verdict: drive.Agrees, Figure: measure.Figure{Unit: "ms"},
			},
			{
				Name: "succeeded", Driven: 1, Median: .875, Range: study.Interval{Low: .5, High: 1},
				Verdict: drive.Agrees, Figure: measure.Figure{Share: true},
			},
		}}
	one := Driven{Strategy: "naive", Against: compared}
	var b bytes.Buffer
	one.comparison(&b, Format{})
	require.Equal(t, `naive, driven and simulated (399 runs)

figure     driven    simulated  from     to        timers   verdict
─────────────────────────────────────────────────────────────────────
bans       1         2          2        3         -        DIFFER
p50        120ms     117ms      110ms    119ms     ± 1.5ms  AGREE
succeeded  100.00 %  87.50 %    50.00 %  100.00 %  -        AGREE

naive: DIFFER
`, b.String())
	all := Drive{All: []Driven{one, {Strategy: "lock"}}}
	require.Equal(t, []string{"bans with naive"}, all.Differing())
}
