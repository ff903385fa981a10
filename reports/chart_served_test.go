package reports

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/reports/drawing"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Runs without parts are drawn as wholes where sessions were lost, and not at all where none was.
func TestServedAsAWhole(t *testing.T) {
	s, err := scenarios.Parse("x.yaml", []byte("about: x\nlength: 1h\ncarrier: {grant: refresh}\n"+
		"workload: [{burst: {at: 10m, clicks: 2}}]\n"+
		"network: {api: {leg: 50ms}, token: {leg: 50ms}}\nstrategies: [naive]\n"))
	require.NoError(t, err)
	draw := func(records ...measure.Record) (titles, panels []string) {
		course := s.Course(s.Lasts(), "naive")
		k := Contestant{Strategy: "naive", Tally: measure.NewTally(course),
			Timeline: NewTimeline(course), Losses: lineage.NewLosses(s, "naive", 1)}
		for i := range records {
			for _, f := range []measure.Fold{k.Tally, k.Timeline, k.Losses} {
				f.Add(&records[i])
			}
		}
		k.Tally.Close()
		d := drawServed(&Chapter{Scenario: s, Contestants: []Contestant{k}})
		if d.IsZero() {
			return nil, nil
		}
		require.Equal(t, []string{"naive", "all actions", "1", "1", "100 %"}, d.Table.Lines[0])
		var shapes []string
		for _, m := range d.Panels[0].Marks {
			shapes = append(shapes, string(m.Shape))
		}
		return []string{d.Title, d.Panels[0].Name, d.Panels[0].State}, shapes
	}
	served := []measure.Record{{At: 10 * time.Minute, Kind: measure.ActionStarted, Action: 1},
		{At: 11 * time.Minute, Kind: measure.ActionSucceeded, Action: 1}}
	titles, _ := draw(served...)
	require.Nil(t, titles, "its token hits are drawn")

	lost := measure.Record{At: 20 * time.Minute, Kind: measure.SessionLost, Since: 19 * time.Minute,
		Click: uint16(measure.LostByTime)}
	titles, shapes := draw(append(served, lost)...)
	require.Equal(t, []string{"Who is served over the run", "naive", "no ban, 1 session lost"}, titles)
	require.Equal(t, []string{"load", "steps", "cross"}, shapes)
}

// A load that comes again and again is one mark, from its first click to its last; one of six
// stretches still has a mark for each.
func TestRepeatedLoadsAreOneMark(t *testing.T) {
	for bursts, want := range map[string]int{"50s": 6, "40s": 1} {
		s, err := scenarios.Parse("x.yaml", []byte(`
about: x
length: 5m
workload: [{burst: {at: 10s, clicks: 2, apart: 1s, every: `+bursts+`}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [naive]
`))
		require.NoError(t, err)
		var p drawing.Panel
		addLoads(&p, s)
		require.Len(t, p.Marks, want)
	}
}
