package lineage

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

func firstOf(records ...measure.Record) *Lineage {
	l := NewFirst(handmade.Scenario(), "naive")
	for i := range records {
		l.Add(&records[i])
	}
	return l
}

func TestFirstBanOfTheStorm(t *testing.T) {
	b := firstOf(handmade.Storm...).First()

	require.Equal(t, unit.Milliseconds(300*ms), b.At)
	require.Equal(t, unit.Milliseconds(60*ms), b.Since)
	require.Equal(t, "R1", b.Rule)
	require.Len(t, b.Hits, 4)
	require.Equal(t, []Cause{
		{"nothing was cached", 2},
		{"token refused: killed by another renewal", 1},
		{"a neighbour behind the same address", 1},
	}, b.Causes)
	require.Equal(t, uint64(2), b.Hits[2].KilledBy)
	require.Equal(t, ", request 2 of node 1, 170 ms before", b.Hits[2].Culprit())
}

// A ban that the scenario imposes is nobody's; the one that hits bring about later is told.
func TestFirstBanLeavesOutImposedOnes(t *testing.T) {
	imposed := measure.Record{Kind: measure.BanImposed, Ban: fakecarrier.BanStarted}
	require.Nil(t, firstOf(imposed).First())
	l := firstOf(append([]measure.Record{imposed}, handmade.Storm...)...)
	require.Len(t, l.First().Hits, 4)
	l.Add(&handmade.Storm[2])
	require.Len(t, l.First().Hits, 4, "what follows is not looked at")
}

// A ban may fall on a call of the API, where the carrier counts those.
func TestFirstBanOnACall(t *testing.T) {
	call := measure.Record{At: 5 * ms, Kind: measure.APIJudged, Status: 403,
		Ban: fakecarrier.BanStarted}
	require.Equal(t, unit.Milliseconds(5*ms), firstOf(call).First().At)
	call.By = measure.ByOutsider
	require.Nil(t, firstOf(call).First())
}

// herd is a run of n hits a millisecond apart, of which the last is banned; the window began with
// hit number since.
func herd(n, since int) *Ban {
	var records []measure.Record
	for i := range n {
		r := measure.Record{At: time.Duration(i) * ms, Kind: measure.TokenJudged, Status: 200,
			Serial: uint64(i + 1), User: measure.NoUser, Why: strategies.WhyAhead}
		if i == n-1 {
			r.Status, r.Ban, r.Rule = 403, fakecarrier.BanStarted, handmade.R1
			r.Since = time.Duration(since) * ms
		}
		records = append(records, r)
	}
	return firstOf(records...).First()
}

func TestFirstBanLeavesOutWhatCameBeforeTheWindow(t *testing.T) {
	b := herd(Remembered+100, Remembered)
	require.Len(t, b.Hits, 100)
	require.Equal(t, uint64(Remembered+1), b.Hits[0].Serial)
	require.False(t, b.Cut)
}

func TestFirstBanOfAWindowLargerThanMemory(t *testing.T) {
	b := herd(Remembered+100, 0)
	require.True(t, b.Cut)
	require.Len(t, b.Hits, Remembered)
	require.Equal(t, uint64(101), b.Hits[0].Serial)
	require.False(t, herd(Remembered-1, 0).Cut, "memory held them all")
}

func TestRefusalsAreForgotten(t *testing.T) {
	l := firstOf()
	for i := range 3 * Remembered {
		l.Add(&measure.Record{Kind: measure.APIJudged, Status: 401, Token: uint64(i + 1)})
	}
	require.Nil(t, l.refused.Find(2*Remembered))
	require.NotNil(t, l.refused.Find(2*Remembered+1))
}

// What a 401 said of a token stands; another refusal tells less of it.
func TestA401SaysWhatWasWrongWithAToken(t *testing.T) {
	l := firstOf(measure.Record{Kind: measure.APIJudged, Status: 403, Token: 9,
		Reason: fakecarrier.ReasonBanned})
	require.Equal(t, fakecarrier.ReasonBanned, l.refused.Find(9).reason)
	for _, r := range []measure.Record{{Status: 401, Reason: fakecarrier.ReasonKilled},
		{Status: 403, Reason: fakecarrier.ReasonBanned}} {
		r.Kind, r.Token = measure.APIJudged, 9
		l.Add(&r)
		require.Equal(t, fakecarrier.ReasonKilled, l.refused.Find(9).reason)
	}
}

func TestLatest(t *testing.T) {
	l := NewLatest[string](2)
	require.Nil(t, l.Find(1))
	l.Put(1, "a")
	require.False(t, l.full())
	l.Put(2, "b")
	require.True(t, l.full())
	l.Put(1, "A")
	l.Put(3, "c")
	require.Nil(t, l.Find(1), "it was put first")
	var all []string
	for s := range l.all {
		all = append(all, *s)
	}
	require.Equal(t, []string{"b", "c"}, all)
}
