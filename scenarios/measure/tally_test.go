package measure

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/strategies"
)

// tallied is the outcome of a minute of these records: a burst is 2 hits within 5 s, an average 3
// within 20 s.
func tallied(records ...Record) Outcome {
	t := NewTally(Course{
		Length: time.Minute, PublicIPs: 1, Troubles: []Trouble{{}},
		Carriers: []CarrierCourse{{
			Burst:   quota.Limit{Hits: 2, Window: 5 * time.Second},
			Average: quota.Limit{Hits: 3, Window: 20 * time.Second},
		}},
	})
	for i := range records {
		t.Add(&records[i])
	}
	t.Close()
	return t.Outcome
}

// at is a token request judged at a second of the run.
func at(second int, change func(r *Record)) Record {
	r := Record{At: time.Duration(second) * time.Second, Kind: TokenJudged, Status: 200}
	if change != nil {
		change(&r)
	}
	return r
}

// banned changes a ban until a second of the run.
func banned(change fakecarrier.BanChange, until int) func(r *Record) {
	return func(r *Record) {
		r.Status, r.Ban, r.BannedUntil = 403, change, time.Duration(until)*time.Second
	}
}

func TestTallyOfBans(t *testing.T) {
	const began, extended = fakecarrier.BanStarted, fakecarrier.BanExtended
	at10 := 10 * time.Second
	outsider := at(10, func(r *Record) { banned(began, 20)(r); r.By = ByOutsider })
	neighbour := at(10, func(r *Record) { banned(began, 20)(r); r.By = ByNeighbour })
	elsewhere := at(12, func(r *Record) { banned(began, 15)(r); r.IP = 3 })
	for name, c := range map[string]struct {
		records []Record
		want    Bans
	}{
		"one": {[]Record{at(10, banned(began, 20))},
			Bans{Count: 1, First: &at10, Banned: 10 * time.Second}},
		"one of a neighbour's hit": {[]Record{neighbour},
			Bans{Count: 1, First: &at10, Banned: 10 * time.Second}},
		"one of an outsider is not ours": {[]Record{outsider}, Bans{}},
		"extended twice": {[]Record{
			at(10, banned(began, 20)), at(12, banned(extended, 22)), at(13, banned(extended, 25)),
		}, Bans{Count: 1, First: &at10, Banned: 15 * time.Second, Extensions: 2}},
		"lifted at once": {[]Record{at(10, banned(began, 20)), at(14, banned(extended, 14))},
			Bans{Count: 1, First: &at10, Banned: 4 * time.Second}},
		"beyond the end": {[]Record{at(10, banned(began, 70))},
			Bans{Count: 1, First: &at10, Banned: 50 * time.Second}},
		"two in turn": {[]Record{at(10, banned(began, 20)), at(30, banned(began, 37))},
			Bans{Count: 2, First: &at10, Banned: 17 * time.Second}},
		"of two public IPs": {[]Record{at(10, banned(began, 20)), elsewhere},
			Bans{Count: 2, First: &at10, Banned: 13 * time.Second}},
	} {
		require.Equal(t, c.want, tallied(c.records...).Bans, name)
	}
}

func TestTallyOfHits(t *testing.T) {
	by := func(who uint8) func(r *Record) { return func(r *Record) { r.By = who } }
	o := tallied(at(0, nil), at(4, by(ByNeighbour)), at(5, nil), at(5, by(ByOutsider)), at(19, nil),
		at(24, nil), at(25, func(r *Record) { r.Status, r.Why = 429, strategies.WhyProbe }),
		Record{Kind: RequestLost, Why: strategies.WhyCold}, Record{Kind: RequestLost})
	require.Equal(t, Headroom{
		BurstPeak:  2,                 // at 4 and 5 s: the hit at 0 s has just left the window
		BurstLimit: 2, AveragePeak: 4, // at 0, 4, 5 and 19 s
		AverageLimit: 3,
	}, o.Headroom)
	require.Equal(t, 5, o.Token.Requests, "the fleet's own")
	require.Equal(t, 4, o.Token.Issued)
	require.Equal(t, Statuses{OK: 4, TooMany: 1}, o.Token.Status)
	require.Equal(t, Whys{Probe: 1}, o.Token.Why)
	require.Equal(t, []int{1, 1}, []int{o.Token.Lost, o.API.Lost})
}

func TestStatuses(t *testing.T) {
	var s Statuses
	for _, status := range []uint16{0, 200, 201, 401, 403, 404, 429, 499, 500, 503} {
		s.count(status)
	}
	require.Equal(t, Statuses{
		OK: 1, Unauthorized: 1, Forbidden: 1, TooMany: 1, ServerError: 2,
		Other: map[int]int{404: 1, 499: 1},
	}, s)
	text, err := json.Marshal(s)
	require.NoError(t, err)
	require.Equal(t, `{"200":1,"401":1,"403":1,"404":1,"429":1,"499":1,"5xx":2}`, string(text))
}

// What thresholds compare where goodput came back, did not, and never had to.
func TestRecoveryTook(t *testing.T) {
	f, ok := FigureAt("recovery.took")
	require.True(t, ok)
	for want, r := range map[float64]Recovery{
		0:      {},
		7_000:  {Triggered: true, Recovered: true, Healed: 20 * time.Second, Took: 7 * time.Second},
		40_000: {Triggered: true, Healed: 20 * time.Second},
		0.5:    {Triggered: true, Recovered: true, Took: 500 * time.Microsecond},
	} {
		require.InDelta(t, want, f.Compared(&Outcome{VirtualSeconds: 60, Recovery: r}), 0)
	}
	late := Outcome{VirtualSeconds: 60, Recovery: Recovery{Triggered: true, Healed: time.Hour}}
	require.Zero(t, f.Compared(&late), "a trigger that outlasts the run leaves no rest of it")
}

// A trigger that is gone with the run's end is not gone within it, and a ban at the instant at
// which it is gone is none after it.
func TestRecoveryAtTheInstantItself(t *testing.T) {
	fault := func(second int) Record {
		return Record{At: time.Duration(second) * time.Second, Kind: FaultBegan}
	}
	require.False(t, tallied(fault(59)).Recovery.Ongoing)
	require.True(t, tallied(fault(60)).Recovery.Ongoing)
	begun := banned(fakecarrier.BanStarted, 50)
	require.Equal(t, 0, tallied(fault(20), at(20, begun)).Recovery.BansAfter)
	require.Equal(t, 1, tallied(fault(20), at(21, begun)).Recovery.BansAfter)
}
