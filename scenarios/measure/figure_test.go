package measure

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFigures(t *testing.T) {
	o := Outcome{
		Actions:  Actions{Succeeded: 3, Failed: 1},
		Headroom: Headroom{BurstPeak: 3, BurstLimit: 15},
		Bans:     Bans{Count: 2, Banned: 90 * time.Second},
	}
	for name, want := range map[string]float64{
		"success": .75, "burst": .2, "banned": 1, "bans": 2, "banned_minutes": 1.5, "unmet": 0,
	} {
		require.InDelta(t, want, figure(t, name).Of(&o), 1e-12, name)
	}
	for _, name := range []string{"p99", "average", "recovery"} {
		f := figure(t, name)
		require.True(t, math.IsNaN(f.Of(&o)), "%s of nothing is no number", name)
		require.Zero(t, f.Compared(&o))
	}
	_, err := FigureNamed("token_request")
	require.EqualError(t, err, `no figure "token_request"; did you mean "token_requests"?`)
	first, ok := FigureAt("bans.first")
	require.True(t, ok)
	o.VirtualSeconds = 60
	require.InDelta(t, 60_000, first.Compared(&o), 0, "never: not before the run's end")
}

func figure(t *testing.T, name string) Figure {
	t.Helper()
	f, err := FigureNamed(name)
	require.NoError(t, err)
	return f
}

// restarts counts the faults that begin.
type restarts struct{ n int }

func (r *restarts) Add(record *Record) {
	if record.Kind == FaultBegan {
		r.n++
	}
}

func (r *restarts) Figure() float64 { return float64(r.n) }

// A figure that brings its own fold is asked for by thresholds and kept by studies, and JSON has
// it, and the ones that are made of others.
func TestAFigureOfItsOwn(t *testing.T) {
	before := slices.Clone(figures)
	t.Cleanup(func() { figures = before })
	figures = slices.DeleteFunc(slices.Clone(before), func(f Figure) bool { return f.order == 0 })
	register(
		Figure{Name: "troubles", Metric: "actions", About: "faults that began",
			Fold: func(Course) Counter { return &restarts{} }},
		Figure{Name: "asked_twice", Metric: "token", About: "token requests beyond the first",
			Of: func(o *Outcome) float64 { return float64(o.Token.Requests - 1) }},
	)
	tally := NewTally(Course{Length: time.Minute, PublicIPs: 1})
	for _, r := range []Record{{Kind: FaultBegan}, {Kind: TokenJudged, Status: 200}} {
		tally.Add(&r)
	}
	tally.Close()
	text, err := json.Marshal(tally.Outcome)
	require.NoError(t, err)
	require.Contains(t, string(text), `"figures":{"asked_twice":0,"troubles":1}`)
	o := tally.Outcome
	f, ok := FigureAt("actions.troubles")
	require.True(t, ok)
	require.InDelta(t, 1, f.Of(&o), 0)
	text, err = json.Marshal(o.Flat())
	require.NoError(t, err)
	flat := NewFlat()
	require.NoError(t, json.Unmarshal(text, flat))
	require.InDelta(t, 1, figure(t, "troubles").Of(OutcomeOf(flat)), 0)
	columns := Columns()
	last := columns[len(columns)-2:]
	require.Equal(t, []string{"asked_twice", "troubles"}, []string{last[0].Name, last[1].Name})
}
