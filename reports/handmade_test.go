package reports

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/reports/lineage"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

var update = flag.Bool("update", false, "write the goldens anew")

const ms = time.Millisecond

// FedEx's two limits of token hits.
var burstLimit, averageLimit = new(scenarios.Scenario).TokenLimits()

// courseOf is of a run of this length behind one public IP.
func courseOf(length time.Duration) measure.Course {
	return measure.Course{
		Length: length, PublicIPs: 1, Burst: burstLimit, Average: averageLimit,
	}
}

// ruleR1 is the index under which records name the reading R1.
var ruleR1 = uint8(slices.IndexFunc(slices.Collect(func(yield func(string) bool) {
	for i := range uint8(8) {
		if !yield(measure.RuleName(&measure.Record{Rule: i})) {
			return
		}
	}
}), func(name string) bool { return name == "R1" }))

// A short storm on two nodes: the cache is cold, each renewal kills the other's token, the fourth
// hit is one too many, the fifth prolongs the ban. Each line is one record.
var storm = []measure.Record{
	{At: 0, Kind: measure.FaultBegan},
	{At: 10 * ms, Kind: measure.ActionStarted, Action: 1, User: 1, Click: 1},
	{At: 60 * ms, Kind: measure.TokenJudged, Serial: 1, Action: 1, User: 1, Click: 1,
		Status: 200, Token: 1, Why: strategies.WhyCold},
	{At: 90 * ms, Kind: measure.TokenJudged, Serial: 2, Action: 2, User: 2, Node: 1, Click: 1,
		Status: 200, Token: 2, Why: strategies.WhyCold},
	{At: 160 * ms, Kind: measure.APIJudged, Serial: 3, Action: 1, User: 1, Status: 401,
		Token: 1, Reason: fakecarrier.ReasonKilled, KilledBy: 2},
	{At: 260 * ms, Kind: measure.TokenJudged, Serial: 4, Action: 1, User: 1, Click: 1,
		Status: 200, Token: 3, Rejected: 1, Why: strategies.WhyRejected},
	{At: 300 * ms, Kind: measure.TokenJudged, Serial: 5, By: measure.ByNeighbour,
		Status: 403, Reason: fakecarrier.ReasonBanned, Ban: fakecarrier.BanStarted, Rule: ruleR1,
		Since: 60 * ms, BannedUntil: 10*time.Minute + 300*ms},
	{At: 360 * ms, Kind: measure.APIJudged, Serial: 6, Action: 1, User: 1, Status: 200, Token: 3},
	{At: 410 * ms, Kind: measure.ActionSucceeded, Action: 1, User: 1, Click: 1, Sent: 10 * ms},
	{At: 4 * time.Minute, Kind: measure.FaultEnded},
	{At: 5*time.Minute - 50*ms, Kind: measure.ActionStarted, Action: 3, User: 2, Click: 2},
	{At: 5 * time.Minute, Kind: measure.TokenJudged, Serial: 7, Action: 3, User: 2, Node: 1,
		Click: 2, Status: 403, Reason: fakecarrier.ReasonBanned, Ban: fakecarrier.BanExtended,
		Rule: ruleR1, Since: 60 * ms, BannedUntil: 15 * time.Minute, Why: strategies.WhyExpired},
	{At: 5*time.Minute + 50*ms, Kind: measure.ActionFailed, Action: 3, User: 2, Click: 2,
		Sent: 5*time.Minute - 50*ms},
}

// handmade is a chapter of three contestants: one met the storm, one half of it, one none of it.
func handmade() *Chapter {
	s := &scenarios.Scenario{
		Name: "handmade", About: "A storm of ten lines.", Trigger: "a cold cache",
		Length:  scenarios.PositiveSpan(20 * time.Minute),
		Fleet:   scenarios.Fleet{Nodes: 2, PublicIPs: 1, Users: 2, Customers: 1},
		Faults:  []faults.Fault{{Key: "cache_down", Kind: &faults.CacheDown{}}},
		Carrier: scenarios.CarrierSpec{Profile: "fedex", Tokens: "single", Reading: "akamai"},
	}
	c := &Chapter{Scenario: s, Reading: "akamai", Seed: 42}
	c.Contestants = []Contestant{
		contest(s, "naive", storm),
		contest(s, "locked", storm[:6]),
		contest(s, "idle", nil),
	}
	c.Contestants[0].Tally.Latency = measure.Quantiles{N: 1, P50: 400, P90: 400, P99: 400, Max: 400}
	c.Contestants[0].Tally.FailedLatency = measure.Quantiles{N: 1, P50: 100, P90: 100, P99: 100,
		Max: 100}
	c.Contestants[0].Tally.Bans.Banned = 15*time.Minute - 300*ms
	for i := range c.Contestants {
		k := &c.Contestants[i]
		k.Tally.Reading = "akamai"
		k.Verdicts = []*measure.Outcome{&k.Tally.Outcome,
			{Reading: "literal", Actions: measure.Actions{Succeeded: 2}}}
	}
	return c
}

// contest folds the records as a run would.
func contest(s *scenarios.Scenario, name string, records []measure.Record) Contestant {
	const length = 20 * time.Minute
	k := Contestant{
		Strategy: name, Tally: measure.NewTally(courseOf(length)),
		Timeline: NewTimeline(length, 1, burstLimit, averageLimit),
	}
	first := lineage.NewFirst(s)
	for i := range records {
		for _, f := range []measure.Fold{k.Tally, k.Timeline, first} {
			f.Add(&records[i])
		}
	}
	k.FirstBan = first.First()
	return k
}

// golden compares with the file of that name under testdata, byte for byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "write it with: go test ./reports -update")
	require.Equal(t, string(want), string(got))
}
