package lineage

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports/testdata/handmade"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func failuresOf(records ...measure.Record) *Failures {
	f := NewFailures(handmade.Town(), "recommended")
	for i := range records {
		f.Add(&records[i])
	}
	f.Close()
	return f
}

// In the town five actions end, and three fail: a label of a refused refresh token, a label two
// minutes after its token had been killed, a click of a 429.
func TestFailuresOfTheTown(t *testing.T) {
	f := failuresOf(handmade.TownRecords...)
	require.Equal(t, []int{5, 3}, []int{f.Ended, f.Failed})

	labelsOfNaive := Parts{"class": "labels", "group": "naive"}
	labelsOfOurs := Parts{"class": "labels", "group": "recommended"}
	third := Caller{Serial: 3, Action: 2, Node: 1, Parts: labelsOfNaive}
	fourth := Caller{Serial: 4, Action: 3, Parts: labelsOfOurs}
	require.Equal(t, []Obstacle{
		{"token request: 400, the refresh token is no good", 1, 1,
			unit.Milliseconds(5*time.Minute + 50*ms), third},
		{"API call: 401, the token had been killed", 1, 1,
			unit.Milliseconds(7*time.Minute + 50*ms), fourth},
		{"API call: 429, throttled", 1, 1, unit.Milliseconds(15*time.Minute + 50*ms),
			Caller{Serial: 6, Action: 5, Customer: 1,
				Parts: Parts{"class": "clicks", "group": "recommended"}}},
	}, f.Obstacles)
	require.Equal(t, &Killed{
		Calls: 1, By: []Cause{{"by requests of other nodes", 1}},
		Between: map[string][]Cause{
			"class": {{"labels killed tokens of labels", 1}},
			"group": {{"naive killed tokens of recommended", 1}},
		},
		At: unit.Milliseconds(7*time.Minute + 50*ms), First: fourth, Token: 1, Killer: third,
	}, f.Killed)
	require.Equal(t, &Waits{
		Actions: 1, Failed: 1, Longest: unit.Milliseconds(2 * time.Minute),
		At:    unit.Milliseconds(7 * time.Minute),
		First: Caller{Action: 3, Parts: labelsOfOurs},
	}, f.Waits)
	require.Equal(t, "request 3 of node 1 (class labels, group naive)", f.Killed.Killer.Name())
	require.Equal(t, "action 3 on node 0 (class labels, group recommended)", f.Waits.First.Name())
}

// The last thing that an action met is what it failed of, and one that met nothing failed of what
// another met, or of its wait. A wait of a second is long, a nanosecond less is not.
func TestFailuresByTheirEnd(t *testing.T) {
	begin := func(action uint64) measure.Record {
		return measure.Record{Kind: measure.ActionStarted, Action: action}
	}
	end := func(action uint64, at time.Duration, status uint16) measure.Record {
		return measure.Record{Kind: measure.ActionFailed, Action: action, At: at, Status: status}
	}
	f := failuresOf(
		begin(1), begin(2), begin(3), begin(4), begin(5), begin(6),
		measure.Record{Kind: measure.APIJudged, Serial: 1, Action: 1, Status: 401,
			Reason: fakecarrier.ReasonKilled, Token: 9},
		measure.Record{Kind: measure.TokenJudged, Serial: 2, Action: 1, Status: 403,
			Reason: fakecarrier.ReasonBanned},
		measure.Record{Kind: measure.TokenJudged, Serial: 3, By: measure.ByOutsider, Status: 403},
		measure.Record{Kind: measure.TokenAnswered, Serial: 4, Action: 2, At: 2 * time.Second,
			Sent: 0}, // no answer: it was under way all the time, and no wait
		measure.Record{Kind: measure.TokenAnswered, Serial: 2, Action: 1, Status: 403},
		// It is judged, and its node crashes 2 s later: that is no wait.
		measure.Record{Kind: measure.TokenJudged, Serial: 5, Action: 6, Status: 200, Token: 3},
		end(6, 2*time.Second, 0),
		end(1, 0, 403), end(2, 2*time.Second, 0), end(3, 0, 403), end(4, time.Second-1, 0),
		end(5, time.Second, 0),
	)
	what := map[string][2]int{}
	for _, o := range f.Obstacles {
		what[o.What] = [2]int{o.Met, o.Failed}
	}
	require.Equal(t, map[string][2]int{
		"API call: 401, the token had been killed":  {1, 0},
		"token request: 403, banned":                {1, 1},
		"token request: no answer in time":          {1, 1},
		"a shared 403, of another's request":        {1, 1},
		"nothing: refused, given up, or crashed":    {2, 2},
		"an answer not heard: given up, or crashed": {1, 1},
	}, what)
	require.Equal(t, []Cause{{"from elsewhere", 1}}, f.Killed.By, "no request killed it")
	require.Equal(t, 1, f.Waits.Actions)
	require.Equal(t, uint64(5), f.Waits.First.Action)
}

// The session is lost by the label of the node with old code, and begins again at 08:11.
func TestLossesOfTheTown(t *testing.T) {
	l := NewLosses(handmade.Town(), "recommended", 1)
	records := append(slices.Clone(handmade.TownRecords), measure.Record{
		At: 19 * time.Minute, Since: 18 * time.Minute, Kind: measure.SessionLost, Customer: 1,
		Click: uint16(measure.LostByTime),
	})
	for i := range records {
		l.Add(&records[i])
	}
	require.Equal(t, 2, l.Count)
	require.Len(t, l.Told, 1)
	loss := l.Told[0]
	require.Equal(t, "request 3 of node 1 (class labels, group naive) presented a refresh token that "+
		"was used before, and the carrier ended the family", loss.Why())
	require.Equal(t, unit.Milliseconds(11*time.Minute), *loss.Again)
	require.Len(t, loss.Renewals, 2)
	require.Equal(t, "request 1 of node 0 (class clicks, group recommended) got a new pair",
		loss.Renewals[0].Story())
	require.Equal(t, "request 3 of node 1 (class labels, group naive) presented what request 1 had "+
		"presented, and was refused: 400", loss.Renewals[1].Story())

	l = NewLosses(handmade.Town(), "recommended", 2)
	for i := range records {
		l.Add(&records[i])
	}
	require.Equal(t, "the life of its refresh token was over", l.Told[1].Why())
	require.Nil(t, l.Told[1].Parts)
	require.Nil(t, l.Told[1].Again)
}
