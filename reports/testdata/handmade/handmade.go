// Package handmade has records that tests of reports are computed from by hand.
package handmade

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/fakecarrier/terms"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies"
)

const ms = time.Millisecond

// R1 is the index under which records name the reading R1.
var R1 = func() (i uint8) {
	for measure.RuleName(&measure.Record{Rule: i}) != "R1" {
		i++
	}
	return i
}()

// Scenario is what the records are of: two nodes, whose cache fails.
func Scenario() *scenarios.Scenario {
	return &scenarios.Scenario{
		Name: "handmade", About: "A storm of ten lines.", Trigger: "a cold cache",
		Length: scenarios.PositiveSpan(20 * time.Minute),
		Fleet:  scenarios.Fleet{Nodes: 2, PublicIPs: 1, Users: 2, Customers: 1},
		Faults: []faults.Fault{{Key: "cache_down", Kind: &faults.CacheDown{}}},
		Carrier: scenarios.CarrierSpec{
			Terms: terms.Terms{Profile: "fedex", Tokens: "single", Reading: "akamai"},
		},
	}
}

// Storm is a short one on two nodes: the cache is cold, each renewal kills the other's token, the
// fourth hit is one too many, the fifth prolongs the ban. Each line is one record.
var Storm = []measure.Record{
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
		Status: 403, Reason: fakecarrier.ReasonBanned, Ban: fakecarrier.BanStarted, Rule: R1,
		Since: 60 * ms, BannedUntil: 10*time.Minute + 300*ms},
	{At: 360 * ms, Kind: measure.APIJudged, Serial: 6, Action: 1, User: 1, Status: 200, Token: 3},
	{At: 410 * ms, Kind: measure.ActionSucceeded, Action: 1, User: 1, Click: 1, Sent: 10 * ms},
	{At: 4 * time.Minute, Kind: measure.FaultEnded},
	{At: 5*time.Minute - 50*ms, Kind: measure.ActionStarted, Action: 3, User: 2, Click: 2},
	{At: 5 * time.Minute, Kind: measure.TokenJudged, Serial: 7, Action: 3, User: 2, Node: 1,
		Click: 2, Status: 403, Reason: fakecarrier.ReasonBanned, Ban: fakecarrier.BanExtended,
		Rule: R1, Since: 60 * ms, BannedUntil: 15 * time.Minute, Why: strategies.WhyExpired},
	{At: 5*time.Minute + 50*ms, Kind: measure.ActionFailed, Action: 3, User: 2, Click: 2,
		Sent: 5*time.Minute - 50*ms},
}

// Duel is n renewals of two nodes, each of which kills the token that the other node uses; the last
// one is banned.
func Duel(n int) []measure.Record {
	var all []measure.Record
	for i := range n {
		at := time.Duration(i) * ms
		r := measure.Record{
			At: at, Sent: at, Kind: measure.TokenJudged, Serial: uint64(i + 1), Node: uint16(i % 2),
			Status: 200, Token: uint64(i + 1), User: measure.NoUser, Why: strategies.WhyCold,
		}
		if i > 0 {
			all = append(all, measure.Record{
				At: at, Kind: measure.APIJudged, Status: 401, Token: uint64(i),
				Reason: fakecarrier.ReasonKilled, KilledBy: uint64(i),
			})
			r.Why, r.Rejected = strategies.WhyRejected, uint64(i)
		}
		if i == n-1 {
			r.Status, r.Ban, r.Rule, r.Since = 403, fakecarrier.BanStarted, R1, at-10*ms
		}
		all = append(all, r)
	}
	return all
}

// Town is what TownRecords are of: clicks and labels, a node with the compared strategy and one
// with naive, refresh tokens, and times of day.
func Town() *scenarios.Scenario {
	s, err := scenarios.Parse("town.yaml", []byte(`about: A town of two classes and two groups.
epoch: 2100-03-01T08:00:00Z
length: 20m
fleet: {nodes: 2, users: 2, customers: 2, runs: [{nodes: [1], strategy: naive}]}
network: {api: {leg: 50ms}, token: {leg: 50ms}}
carrier: {grant: refresh}
workload:
  - {name: clicks, closed: {think: 1m}}
  - {name: labels, job: {calls: 4, over: 8m, at: 08:05}}
strategies: [recommended, lock]
`))
	if err != nil {
		panic(err) // the text is ours
	}
	return s
}

// The parts of records of Town, by number.
const (
	clicks, labels  = 1, 2
	compared, naive = 0, 1
)

// TownRecords are a morning in Town: node 0 renews for a click, and its call is served; node 1
// renews with the same refresh token for a label, which signs the customer out until 08:11. Another
// label fails two minutes after its call was refused, a third is served, and the last click is
// refused with 429. Each line is one record.
var TownRecords = []measure.Record{
	{At: time.Minute, Kind: measure.ActionStarted, Action: 1, User: 0, Click: 1, Class: clicks},
	{At: time.Minute + 50*ms, Kind: measure.TokenJudged, Serial: 1, Action: 1, Class: clicks,
		Sent: time.Minute, Status: 200, Token: 1, Why: strategies.WhyCold},
	{At: time.Minute + 100*ms, Kind: measure.TokenAnswered, Serial: 1, Action: 1, Class: clicks,
		Sent: time.Minute, Status: 200, Token: 1},
	{At: time.Minute + 150*ms, Kind: measure.APIJudged, Serial: 2, Action: 1, Class: clicks,
		Sent: time.Minute + 100*ms, Status: 200, Token: 1},
	{At: time.Minute + 200*ms, Kind: measure.APIAnswered, Serial: 2, Action: 1, Class: clicks,
		Sent: time.Minute + 100*ms, Status: 200, Token: 1},
	{At: time.Minute + 200*ms, Kind: measure.ActionSucceeded, Action: 1, Sent: time.Minute,
		Class: clicks},
	{At: 5 * time.Minute, Kind: measure.ActionStarted, Action: 2, User: 2, Node: 1, Click: 1,
		Class: labels, Group: naive},
	{At: 5*time.Minute + 50*ms, Kind: measure.TokenJudged, Serial: 3, Action: 2, Node: 1,
		Sent: 5 * time.Minute, User: 2, Click: 1, Class: labels, Group: naive, Status: 400,
		Reason: fakecarrier.ReasonGrant, KilledBy: 1, Why: strategies.WhyCold},
	{At: 5*time.Minute + 50*ms, Kind: measure.SessionLost, Serial: 3, Action: 2, Node: 1,
		Click: uint16(measure.LostByReuse), Since: 5*time.Minute + 50*ms, User: measure.NoUser,
		Class: labels, Group: naive},
	{At: 5*time.Minute + 100*ms, Kind: measure.TokenAnswered, Serial: 3, Action: 2, Node: 1,
		Sent: 5 * time.Minute, Class: labels, Group: naive, Status: 400},
	{At: 5*time.Minute + 100*ms, Kind: measure.ActionFailed, Action: 2, User: 2, Node: 1, Status: 400,
		Sent: 5 * time.Minute, Class: labels, Group: naive},
	{At: 7 * time.Minute, Kind: measure.ActionStarted, Action: 3, User: 2, Node: 0, Click: 1,
		Class: labels},
	{At: 7*time.Minute + 50*ms, Kind: measure.APIJudged, Serial: 4, Action: 3, Class: labels,
		Sent: 7 * time.Minute, User: 2, Status: 401, Token: 1, Reason: fakecarrier.ReasonKilled,
		KilledBy: 3},
	{At: 7*time.Minute + 100*ms, Kind: measure.APIAnswered, Serial: 4, Action: 3, Class: labels,
		Sent: 7 * time.Minute, User: 2, Status: 401},
	{At: 9*time.Minute + 100*ms, Kind: measure.ActionFailed, Action: 3, User: 2, Status: 401,
		Sent: 7 * time.Minute, Class: labels},
	{At: 11 * time.Minute, Kind: measure.SessionBegan, User: measure.NoUser, Class: labels,
		Group: naive},
	{At: 12 * time.Minute, Kind: measure.ActionStarted, Action: 4, User: 2, Node: 1, Click: 1,
		Class: labels, Group: naive},
	{At: 12*time.Minute + 50*ms, Kind: measure.APIJudged, Serial: 5, Action: 4, Node: 1,
		Sent: 12 * time.Minute, User: 2, Status: 200, Token: 2, Class: labels, Group: naive},
	{At: 12*time.Minute + 100*ms, Kind: measure.ActionSucceeded, Action: 4, User: 2, Node: 1,
		Sent: 12 * time.Minute, Class: labels, Group: naive},
	{At: 15 * time.Minute, Kind: measure.ActionStarted, Action: 5, User: 1, Customer: 1, Click: 1,
		Class: clicks},
	{At: 15*time.Minute + 50*ms, Kind: measure.APIJudged, Serial: 6, Action: 5, Customer: 1,
		Sent: 15 * time.Minute, User: 1, Status: 429, Token: 3, Class: clicks,
		Reason: fakecarrier.ReasonThrottled},
	{At: 15*time.Minute + 100*ms, Kind: measure.APIAnswered, Serial: 6, Action: 5, Customer: 1,
		Sent: 15 * time.Minute, User: 1, Status: 429, Class: clicks},
	{At: 15*time.Minute + 100*ms, Kind: measure.ActionFailed, Action: 5, User: 1, Customer: 1,
		Sent: 15 * time.Minute, Status: 429, Class: clicks},
}
