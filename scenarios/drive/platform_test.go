package drive

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/internal/strict"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A madeUp is a fault that a test makes up; in all else it is like a slow carrier.
type madeUp struct {
	faults.CarrierSlow
	apply func(p faults.Platform)
}

func (m *madeUp) Apply(p faults.Platform) { m.apply(p) }

// during lets something last from one second of the run to another.
func during(p faults.Platform, from, until int, begin func() (end func())) {
	var end func()
	p.At(time.Duration(from)*time.Second, func() {
		p.Began()
		end = begin()
	})
	p.At(time.Duration(until)*time.Second, func() {
		p.Ended()
		end()
	})
}

// platformCases are what a fault does to three users of one node, whatever the machine does.
var platformCases = []struct {
	name  string
	holds func(t *testing.T, s *measure.Outcome)
	fault func(p faults.Platform)
}{
	{"a crash", func(t *testing.T, s *measure.Outcome) {
		require.Equal(t, measure.Whys{Cold: 2}, s.Token.Why)
		require.NotZero(t, s.Actions.Failed)
		require.NotZero(t, s.Actions.Succeeded)
	}, func(p faults.Platform) {
		during(p, 5, 8, func() func() {
			p.CrashNode(0)
			return func() { p.StartNode(0) }
		})
	}},
	{"a pause", func(t *testing.T, s *measure.Outcome) {
		require.Zero(t, s.Actions.Failed)
		require.Equal(t, measure.Whys{Cold: 1}, s.Token.Why)
		require.Greater(t, s.Latency.Max, 2000.0)
	}, func(p faults.Platform) {
		during(p, 5, 10, func() func() { return p.PauseNode(0) })
	}},
	{"a crash in a pause", func(t *testing.T, s *measure.Outcome) {
		require.NotZero(t, s.Actions.Failed)
		require.Greater(t, s.FailedLatency.Max, 1000.0)
		require.Less(t, s.FailedLatency.Max, 6000.0)
	}, func(p faults.Platform) {
		during(p, 5, 12, func() func() { return p.PauseNode(0) })
		p.At(8*time.Second, func() { p.CrashNode(0) })
	}},
	{"another public IP", func(t *testing.T, s *measure.Outcome) {
		require.Equal(t, 1, s.Bans.Count)
		require.Zero(t, s.Actions.Failed)
		require.NotZero(t, s.API.Rejected.Killed)
		require.Zero(t, s.Token.Status.Forbidden)
	}, func(p faults.Platform) {
		p.At(5*time.Second, func() {
			p.LeaveThrough(0, p.PublicIP(0)+p.NewPublicIP())
		})
		p.At(8*time.Second, func() { p.Ban(0) })
		p.At(9*time.Second, func() { p.KillTokens(0) })
	}},
	{"a ban that is lifted", func(t *testing.T, s *measure.Outcome) {
		require.Equal(t, 1, s.Bans.Count)
		require.Zero(t, s.Bans.Extensions)
		require.InDelta(t, 4, s.Bans.Banned.Seconds(), 1)
		require.NotZero(t, s.Actions.Failed)
		require.GreaterOrEqual(t, s.API.Rejected.Killed, 2)
		require.GreaterOrEqual(t, s.Token.Issued, 3)
	}, func(p faults.Platform) {
		p.At(5*time.Second, func() { p.Ban(0); p.KillTokens(0) })
		p.At(9*time.Second, func() { p.Lift(0); p.Lift(0) })
		p.At(14*time.Second, func() { p.Issue(0) })
	}},
	{"a bad network", func(t *testing.T, s *measure.Outcome) {
		require.NotZero(t, s.API.Lost)
		require.Greater(t, s.Latency.Max, 1400.0)
	}, func(p faults.Platform) {
		during(p, 0, 8, func() func() {
			return p.Legs(faults.Traffic{Only: "api"}, distribution("500ms"))
		})
		during(p, 10, 19, func() func() { return p.Lose(faults.Traffic{}, 1, 1) })
	}},
	{"a live token refused", func(t *testing.T, s *measure.Outcome) {
		require.NotZero(t, s.API.Status.Unauthorized)
		require.Zero(t, s.API.Rejected)
		require.Equal(t, s.Token.Requests, s.Token.Issued)
		require.NotZero(t, s.API.Status.Other[404])
	}, func(p faults.Platform) {
		customer, other := 0, 1
		during(p, 4, 8, func() func() {
			return p.Answer(faults.Answer{Status: 401, Only: "api", Share: 1, Customer: &customer})
		})
		during(p, 12, 16, func() func() {
			return p.Answer(faults.Answer{Status: 404, Only: "api", Share: 1})
		})
		p.At(1, func() { p.Answer(faults.Answer{Status: 500, Share: 1, Customer: &other}) })
	}},
	{"slow caches, and answers", func(t *testing.T, s *measure.Outcome) {
		require.Greater(t, s.Latency.Max, 1400.0)
		require.NotZero(t, s.API.Status.TooMany)
		require.NotZero(t, s.Actions.Succeeded)
	}, func(p faults.Platform) {
		during(p, 0, 8, func() func() { return p.CachesSlow(faults.Caches{}, time.Second) })
		during(p, 10, 14, func() func() {
			return p.Answer(faults.Answer{Status: 429, Only: "api", Share: .99})
		})
	}},
}

func distribution(text string) chance.Distribution {
	d, err := chance.ParseDistribution(text)
	if err != nil {
		panic(err)
	}
	return d
}

// TestDrivenPlatform lets faults do what no kind of fault does yet.
func TestDrivenPlatform(t *testing.T) {
	for _, test := range platformCases {
		s := scenario(t, "20s", closedUsers)
		s.Faults = []faults.Fault{{Key: "made_up", Kind: &madeUp{apply: test.fault}}}
		drivenCase{test.name, closedUsers, "lock-recheck", test.holds}.run(t, s, 10)
	}
}

// TestUnable holds that what a target cannot do is known before the run begins.
func TestUnable(t *testing.T) {
	customer := 0
	sizes := measure.Sizes{Length: time.Minute, Users: 1, Customers: 1, Nodes: 1, PublicIPs: 1}
	answer := func(a faults.Answer) func(faults.Platform) {
		return func(p faults.Platform) { p.At(time.Second, func() { p.Answer(a) }) }
	}
	for _, test := range []struct {
		name            string
		fault           func(p faults.Platform)
		foreign, ofOurs string // why not
	}{
		{"a crash", func(p faults.Platform) { p.At(0, func() { p.CrashNode(0) }) }, "", ""},
		{"a ban", func(p faults.Platform) { p.At(0, func() { p.Ban(0) }) }, needsServer, ""},
		{"a ban after the end", func(p faults.Platform) { p.At(time.Hour, func() { p.Ban(0) }) }, "", ""},
		{"another IP", func(p faults.Platform) {
			p.At(0, func() { p.LeaveThrough(0, p.NewPublicIP()) })
		}, needsServer, ""},
		{"answers to all", answer(faults.Answer{Status: 503, Share: 1}), needsServer, ""},
		{"answers to one", answer(faults.Answer{Status: 404, Share: 1, Customer: &customer}),
			needsServer, ""},
		{"again and again", func(p faults.Platform) {
			faults.Again(p, 0, strict.Some(strict.PositiveSpan(1)), strict.Optional[strict.Instant]{},
				func() { p.Request(faults.Stranger{}) })
		}, needsServer, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.foreign, unable(&madeUp{apply: test.fault}, sizes, false, false))
			require.Equal(t, test.ofOurs, unable(&madeUp{apply: test.fault}, sizes, true, false))
		})
	}
}
