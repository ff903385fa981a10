package lineage

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

const ms = time.Millisecond

// lineageOf folds the records as a run of handmade would.
func lineageOf(most int, records ...measure.Record) *Lineage {
	l := New(handmade.Scenario(), "naive", most)
	for i := range records {
		l.Add(&records[i])
	}
	return l
}

func TestLineageOfTheStorm(t *testing.T) {
	l := lineageOf(5, handmade.Storm...)

	require.Equal(t, 1, l.Count)
	b := l.Bans[0]
	require.Equal(t, unit.Milliseconds(300*ms), b.At)
	require.Len(t, b.Hits, 4)
	require.Equal(t, []Cause{{"cold start", 3}, {"neighbour", 1}}, b.Roots)
	renewal := b.Hits[2]
	require.Equal(t, 1, renewal.Depth)
	require.Equal(t, uint64(2), renewal.Origin.Serial)
	require.Equal(t, uint64(2), renewal.Chain[0].Serial)
	require.Equal(t, 10*ms, renewal.Clicked)
	require.Equal(t, 0, b.Hits[3].Depth)
}

func TestLineageOfALongDuelGoesBackToItsBeginning(t *testing.T) {
	const n = 2*Remembered + 100
	b := lineageOf(1, handmade.Duel(n)...).Bans[0]
	require.Len(t, b.Hits, 11)
	last := b.Hits[10]
	require.Equal(t, n-1, last.Depth)
	require.Equal(t, ColdStart, last.Root)
	require.Equal(t, uint64(1), last.Origin.Serial, "long forgotten, and still named")
	require.Len(t, last.Chain, chained)
	require.Equal(t, "root: cold start, 65,632 requests further back: request 1 of node 0, "+
		"arrived 0:00:00.000", last.Story(11, 11)[5])
}

func TestLineageOfWhatIsForgotten(t *testing.T) {
	records := handmade.Duel(Remembered + 100)
	// The last one's token was killed by a request from before memory.
	refusal := &records[len(records)-2]
	refusal.KilledBy = 7
	last := lineageOf(1, records...).Bans[0].Hits[10]
	require.Equal(t, RootUnknown, last.Root)
	require.Empty(t, last.Chain)
	require.Contains(t, last.Story(11, 11)[1], "request 7 had killed it")
}

func TestLineageTellsTheFirstBansOnly(t *testing.T) {
	imposed := measure.Record{Kind: measure.BanImposed, Ban: fakecarrier.BanStarted}
	l := lineageOf(2, imposed, imposed, imposed)
	require.Equal(t, 3, l.Count)
	require.Len(t, l.Bans, 2)
	require.True(t, l.Bans[0].Imposed)
}

func TestRoots(t *testing.T) {
	s := handmade.Scenario()
	two := 2
	start := faults.Start{At: strict.Instant(time.Minute)}
	s.Faults = []faults.Fault{
		{Key: "restart", Kind: &faults.Restart{
			Start: start, Down: 1e9, Every: strict.Span(time.Minute),
		}},
		{Key: "cache_down", Kind: &faults.CacheDown{Spell: faults.Spell{Start: start}, Node: &two}},
		{Key: "clock_skew", Kind: &faults.ClockSkew{Start: start, Node: 1}},
		{Key: "scale_out", Kind: &faults.ScaleOut{Start: start, Nodes: 1}},
	}
	expired := measure.Record{Kind: measure.APIJudged, Status: 401, Token: 9,
		Reason: fakecarrier.ReasonExpired}
	banned := measure.Record{Kind: measure.APIJudged, Status: 403, Token: 9,
		Reason: fakecarrier.ReasonBanned}
	kept := measure.Record{Kind: measure.APIJudged, Status: 401, Token: 9,
		Reason: fakecarrier.ReasonProxy}
	got := func(node uint16, at time.Duration) measure.Record {
		return measure.Record{Kind: measure.TokenAnswered, Status: 200, Node: node, At: at}
	}
	const cold, rejected = strategies.WhyCold, strategies.WhyRejected
	// What a hit is put down to depends on what happened before it: the restart of node 0 ends after
	// 61 s, that of node 1 after 121 s.
	const early, late, later = 30 * time.Second, 90 * time.Second, 3 * time.Minute
	for _, test := range []struct {
		root   Root
		before []measure.Record
		at     time.Duration
		hit    measure.Record
	}{
		{ColdStart, nil, early, measure.Record{Why: cold}},
		{ColdStart, []measure.Record{got(1, early)}, early, measure.Record{Why: cold}},
		{Uncached, []measure.Record{got(0, 1)}, early, measure.Record{Why: cold}},
		{Uncached, []measure.Record{got(0, early)}, early, measure.Record{Why: cold}},
		{ColdStart, []measure.Record{got(0, early+1)}, early, measure.Record{Why: cold}},
		{"restart", []measure.Record{got(0, 1)}, late, measure.Record{Why: cold}},
		{Uncached, []measure.Record{got(0, 1), got(0, late)}, late, measure.Record{Why: cold}},
		{ColdStart, nil, late, measure.Record{Why: cold, Node: 1}},
		{"restart", []measure.Record{got(1, 1)}, later, measure.Record{Why: cold, Node: 1}},
		{"scale-out", nil, late, measure.Record{Why: cold, Node: 2}},
		{"cache down", []measure.Record{got(2, late)}, late, measure.Record{Why: cold, Node: 2}},
		{CacheDown, nil, early, measure.Record{Why: strategies.WhyCacheDown}},
		{Expiry, nil, late, measure.Record{Why: strategies.WhyExpired}},
		{Expiry, []measure.Record{expired}, late, measure.Record{Why: rejected, Rejected: 9}},
		{Expiry, []measure.Record{expired}, early,
			measure.Record{Why: rejected, Rejected: 9, Node: 1}},
		{"clock skew", []measure.Record{expired}, late,
			measure.Record{Why: rejected, Rejected: 9, Node: 1}},
		{CarrierAnswer, []measure.Record{banned}, late, measure.Record{Why: rejected, Rejected: 9}},
		{KeptAnswer, []measure.Record{kept}, late, measure.Record{Why: rejected, Rejected: 9}},
		{Expiry, []measure.Record{expired, kept}, late, measure.Record{Why: rejected, Rejected: 9}},
		{Expiry, []measure.Record{kept, expired}, late, measure.Record{Why: rejected, Rejected: 9}},
		{RootUnknown, nil, late, measure.Record{Why: rejected, Rejected: 9}},
		{Ahead, nil, late, measure.Record{Why: strategies.WhyAhead}},
		{BanOver, nil, late, measure.Record{Why: strategies.WhyProbe}},
		{Neighbour, nil, late, measure.Record{Why: cold, By: measure.ByNeighbour}},
		{RootUnknown, nil, late, measure.Record{}},
	} {
		t.Run(string(test.root), func(t *testing.T) {
			l := New(s, "naive", 1)
			for i := range test.before {
				l.Add(&test.before[i])
			}
			test.hit.Kind, test.hit.Ban = measure.TokenJudged, fakecarrier.BanStarted
			test.hit.At, test.hit.Sent = test.at, test.at
			l.Add(&test.hit)
			require.Equal(t, test.root, l.Bans[0].Hits[0].Root)
		})
	}
}

// TestRootOfAnExternalRenewal: the outsider is no hit of the window, but where its chain began.
func TestRootOfAnExternalRenewal(t *testing.T) {
	records := handmade.Duel(2)
	records[0].By = measure.ByOutsider
	b := lineageOf(1, records...).Bans[0]
	require.Len(t, b.Hits, 1)
	require.Equal(t, External, b.Hits[0].Root)
}

// TestLineageSeesWhatASingleFlightWouldHaveJoined: a request beside another of its node and
// customer, until that one's answer is there.
func TestLineageSeesWhatASingleFlightWouldHaveJoined(t *testing.T) {
	judged := func(serial uint64, sent, at time.Duration) measure.Record {
		return measure.Record{Kind: measure.TokenJudged, Serial: serial, Sent: sent, At: at,
			Ban: fakecarrier.BanStarted}
	}
	l := lineageOf(9, judged(1, 0, 50*ms), judged(2, 0, 60*ms),
		measure.Record{Kind: measure.TokenAnswered, Serial: 1, At: 100 * ms, Status: 200},
		judged(3, 90*ms, 140*ms), judged(4, 100*ms, 150*ms), judged(5, 110*ms, 160*ms))
	var beside []uint64
	for _, h := range l.Bans[4].Hits {
		beside = append(beside, h.Beside)
	}
	require.Equal(t, []uint64{0, 1, 1, 0, 4}, beside)
}
