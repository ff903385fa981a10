package reports

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func TestFirstBanOfTheStorm(t *testing.T) {
	f := handmade().Contestants[0].FirstBan

	require.True(t, f.Found)
	require.Equal(t, 300*ms, f.At)
	require.Equal(t, 60*ms, f.Since)
	require.Equal(t, "R1", f.Rule)
	require.Len(t, f.Hits, 4)
	require.Equal(t, []Cause{
		{"nothing was cached", 2},
		{"token refused: killed by another renewal", 1},
		{"a neighbour behind the same address", 1},
	}, f.Causes())
	renewal := f.Hits[2]
	require.Equal(t, uint64(2), renewal.KilledBy)
	require.Equal(t, 1, renewal.Killer.Node)
}

func TestFirstBanThatNeverFell(t *testing.T) {
	f := handmade().Contestants[1].FirstBan
	require.False(t, f.Found)
	var b bytes.Buffer
	require.NoError(t, Story(&b, f, Format{}))
	require.Empty(t, b.String())
}

// herd is a run of n hits a millisecond apart, of which the last is banned; the window began with
// hit number since.
func herd(n, since int) *FirstBan {
	f := NewFirstBan()
	for i := range n {
		r := measure.Record{At: time.Duration(i) * ms, Kind: measure.TokenJudged, Status: 200,
			Serial: uint64(i + 1), User: measure.NoUser, Why: strategies.WhyAhead}
		if i == n-1 {
			r.Status, r.Ban, r.Rule = 403, fakecarrier.BanStarted, ruleR1
			r.Since = time.Duration(since) * ms
		}
		f.Add(&r)
	}
	return f
}

func TestFirstBanLeavesOutWhatCameBeforeTheWindow(t *testing.T) {
	f := herd(remembered+100, remembered)
	require.Len(t, f.Hits, 100)
	require.Equal(t, uint64(remembered+1), f.Hits[0].Serial)
	require.False(t, f.Cut)
}

func TestFirstBanOfAWindowLargerThanMemory(t *testing.T) {
	f := herd(remembered+100, 0)
	require.True(t, f.Cut)
	require.Len(t, f.Hits, remembered)
	require.Equal(t, uint64(101), f.Hits[0].Serial)
}

func TestFirstBanForgetsRefusals(t *testing.T) {
	f := NewFirstBan()
	for i := range 3 * remembered {
		f.Add(&measure.Record{Kind: measure.APIJudged, Status: 401, Token: uint64(i + 1)})
	}
	require.Len(t, f.refusals.refusals, remembered)
	require.Contains(t, f.refusals.refusals, uint64(3*remembered))
}

func TestStory(t *testing.T) {
	for _, c := range []struct {
		name string
		ban  *FirstBan
	}{
		{"storm", handmade().Contestants[0].FirstBan},
		{"herd", herd(60, 0)},
		{"cut", herd(remembered+1, 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, Story(&b, c.ban, Format{}))
			golden(t, "story-"+c.name+".txt", b.Bytes())
		})
	}
}
