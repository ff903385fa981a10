package world_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/chance"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/faults"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A madeUp is a fault that a test makes up; in all else it is like a slow carrier.
type madeUp struct {
	faults.CarrierSlow
	apply func(p faults.Platform)
}

func (m *madeUp) Apply(p faults.Platform) { m.apply(p) }

// transcript is what happened in a run, a line each: when, what, and whose.
type transcript struct{ lines []string }

var kindNames = map[measure.Kind]string{
	measure.ActionStarted: "click", measure.TokenJudged: "token", measure.TokenAnswered: "token heard",
	measure.APIJudged: "call", measure.APIAnswered: "call heard", measure.ActionSucceeded: "succeeded",
	measure.ActionFailed: "failed", measure.RequestLost: "lost", measure.FaultBegan: "began",
	measure.FaultEnded: "ended", measure.BanImposed: "ban",
}

func (t *transcript) Add(r *measure.Record) {
	line := fmt.Sprintf("%.3f %s", r.At.Seconds(), kindNames[r.Kind])
	switch r.Kind {
	case measure.ActionStarted, measure.ActionSucceeded, measure.ActionFailed:
		line += fmt.Sprintf(" %d", r.Action)
	case measure.TokenJudged, measure.APIJudged:
		line += fmt.Sprintf(" %d through %d", r.Status, r.IP)
	case measure.TokenAnswered, measure.APIAnswered:
		line += fmt.Sprintf(" %d", r.Status)
	case measure.BanImposed:
		line += fmt.Sprintf(" of %d until %.0f", r.IP, r.BannedUntil.Seconds())
	default:
	}
	if r.By == measure.ByOutsider {
		line += " from elsewhere"
	}
	t.lines = append(t.lines, line)
}

const second, ms = time.Second, time.Millisecond

// A platformCase is what happens when one fault acts upon a node whose user clicks at 1 s and at
// 10 s: a leg takes 50 ms, so that an undisturbed click asks for a token, calls, and has succeeded
// after 200 ms.
type platformCase struct {
	name  string
	fault func(p faults.Platform)
	want  string
}

var platformCases = []platformCase{
	{"a crash", func(p faults.Platform) {
		p.At(1120*ms, func() { p.Began(); p.CrashNode(0) })
		p.At(5*second, func() { p.Ended(); p.StartNode(0) })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.120 began
			1.120 failed 1
			1.150 call 200 through 0
			5.000 ended
			10.000 click 2
			10.050 token 200 through 0
			10.100 token heard 200
			10.150 call 200 through 0
			10.200 call heard 200
			10.200 succeeded 2`},
	{"a pause", func(p faults.Platform) {
		var end func()
		p.At(1120*ms, func() { p.Began(); end = p.PauseNode(0) })
		p.At(12*second, func() { p.Ended(); end() })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.120 began
			1.150 call 200 through 0
			10.000 click 2
			12.000 ended
			12.000 call heard 200
			12.000 succeeded 1
			12.050 call 200 through 0
			12.100 call heard 200
			12.100 succeeded 2`},
	{"two pauses", func(p faults.Platform) {
		var first, second func()
		p.At(1120*ms, func() { first = p.PauseNode(0) })
		p.At(1130*ms, func() { second = p.PauseNode(0) })
		p.At(11*time.Second, func() { first() })
		p.At(12*time.Second, func() { second() })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.150 call 200 through 0
			10.000 click 2
			12.000 call heard 200
			12.000 succeeded 1
			12.050 call 200 through 0
			12.100 call heard 200
			12.100 succeeded 2`},
	{"a crash in a pause", func(p faults.Platform) {
		var end func()
		p.At(1120*ms, func() { end = p.PauseNode(0) })
		p.At(10500*ms, func() { p.CrashNode(0) })
		p.At(11*second, func() { end() })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.150 call 200 through 0
			10.000 click 2
			10.500 failed 1
			10.500 failed 2`},
	{"a crash at the end of a pause", func(p faults.Platform) {
		var end func()
		p.At(1120*ms, func() { end = p.PauseNode(0) })
		p.At(11*second, func() { end(); p.CrashNode(0) })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.150 call 200 through 0
			10.000 click 2
			11.000 failed 1
			11.000 failed 2`},
	{"a pause at the end of a pause", func(p faults.Platform) {
		var first, second func()
		p.At(1120*ms, func() { first = p.PauseNode(0) })
		p.At(11*time.Second, func() { first(); second = p.PauseNode(0) })
		p.At(12*time.Second, func() { second() })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.150 call 200 through 0
			10.000 click 2
			12.000 call heard 200
			12.000 succeeded 1
			12.050 call 200 through 0
			12.100 call heard 200
			12.100 succeeded 2`},
	{"another public IP", func(p faults.Platform) {
		p.At(5*second, func() {
			p.Began()
			p.LeaveThrough(0, p.NewPublicIP())
		})
		p.At(6*second, func() { p.StopNode(0); p.StartNode(0) })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.150 call 200 through 0
			1.200 call heard 200
			1.200 succeeded 1
			5.000 began
			10.000 click 2
			10.050 token 200 through 2
			10.100 token heard 200
			10.150 call 200 through 2
			10.200 call heard 200
			10.200 succeeded 2`},
	{"longer legs of calls", func(p faults.Platform) {
		var end func()
		p.At(0, func() {
			end = p.Legs(faults.Traffic{Only: "api"}, distribution("500ms"))
		})
		p.At(5*second, func() { end() })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.650 call 200 through 0
			2.200 call heard 200
			2.200 succeeded 1
			10.000 click 2
			10.050 call 200 through 0
			10.100 call heard 200
			10.100 succeeded 2`},
	{"lost requests and replies", func(p faults.Platform) {
		var end func()
		p.At(0, func() { end = p.Lose(faults.Traffic{}, 1, 0) })
		p.At(9*second, func() { end(); p.Lose(faults.Traffic{Only: "api"}, 0, 1) })
	}, `
			1.000 click 1
			1.000 lost
			3.000 token heard 0
			3.000 failed 1
			10.000 click 2
			10.050 token 200 through 0
			10.100 token heard 200
			10.150 call 200 through 0
			12.100 call heard 0
			12.100 failed 2`},
	{"slow, and an answer of its own to customer 0", func(p faults.Platform) {
		customer, other := 0, 1
		p.At(0, func() { p.Slow("token", distribution("300ms")) })
		p.At(0, func() { p.Answer(faults.Answer{Status: 500, Share: 1, Customer: &other}) })
		p.At(9*second, func() { p.Answer(faults.Answer{Status: 401, Share: 1, Customer: &customer}) })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.400 token heard 200
			1.450 call 200 through 0
			1.500 call heard 200
			1.500 succeeded 1
			10.000 click 2
			10.050 call 401 through 0
			10.100 call heard 401
			10.150 token 401 through 0
			10.500 token heard 401
			10.500 failed 2`},
	{"two stops, of which one ends", func(p faults.Platform) {
		p.At(500*ms, func() { p.StopNode(0) })
		p.At(600*ms, func() { p.CrashNode(0) })
		p.At(5*second, func() { p.StartNode(0) })
	}, `
			1.000 click 1
			1.000 failed 1
			10.000 click 2
			10.000 failed 2`},
	{"two stops that end", func(p faults.Platform) {
		p.At(500*ms, func() { p.StopNode(0) })
		p.At(600*ms, func() { p.StopNode(0) })
		p.At(5*second, func() { p.StartNode(0) })
		p.At(6*second, func() { p.StartNode(0) })
	}, `
			1.000 click 1
			1.000 failed 1
			10.000 click 2
			10.050 token 200 through 0
			10.100 token heard 200
			10.150 call 200 through 0
			10.200 call heard 200
			10.200 succeeded 2`},
	{"bans", func(p faults.Platform) {
		p.At(500*ms, func() { p.Ban(0) })
		p.At(600*ms, func() { p.Ban(0) })
		p.At(9*second, func() { p.Lift(0); p.Lift(0) })
	}, `
			0.500 ban of 0 until 600
			0.600 ban of 0 until 601
			1.000 click 1
			1.050 token 403 through 0
			1.100 token heard 403
			1.100 failed 1
			9.000 ban of 0 until 9
			10.000 click 2
			10.050 token 200 through 0
			10.100 token heard 200
			10.150 call 200 through 0
			10.200 call heard 200
			10.200 succeeded 2`},
	{"killed tokens", func(p faults.Platform) {
		p.At(1140*ms, func() { p.KillTokens(0) })
		p.At(5*second, func() { p.Issue(0) })
		p.At(6*second, func() { p.Request(faults.Stranger{Customer: 1}) })
	}, `
			1.000 click 1
			1.050 token 200 through 0
			1.100 token heard 200
			1.150 call 401 through 0
			1.200 call heard 401
			1.250 token 200 through 0
			1.300 token heard 200
			1.350 call 200 through 0
			1.400 call heard 200
			1.400 succeeded 1
			5.000 token 200 through 1 from elsewhere
			6.000 token 200 through 0
			10.000 click 2
			10.050 call 401 through 0
			10.100 call heard 401
			10.150 token 200 through 0
			10.200 token heard 200
			10.250 call 200 through 0
			10.300 call heard 200
			10.300 succeeded 2`},
	{"slow caches", func(p faults.Platform) {
		var end func()
		p.At(0, func() { end = p.CachesSlow(faults.Caches{}, 20*ms) })
		p.At(5*second, func() { end(); p.CachesDown(faults.Caches{}) })
	}, `
			1.000 click 1
			1.070 token 200 through 0
			1.120 token heard 200
			1.190 call 200 through 0
			1.240 call heard 200
			1.240 succeeded 1
			10.000 click 2
			10.050 token 200 through 0
			10.100 token heard 200
			10.150 call 200 through 0
			10.200 call heard 200
			10.200 succeeded 2`},
}

// TestPlatform holds that each thing that a fault may do does what it says.
func TestPlatform(t *testing.T) {
	for _, test := range platformCases {
		t.Run(test.name, func(t *testing.T) {
			s := load(t, "1m", "burst: {at: 1s, clicks: 2, apart: 9s}", "")
			require.Equal(t, lines(test.want), run(t, s, "naive", test.fault))
		})
	}
}

// TestLocksDieWithTheirNode crashes a node of which one call holds the lock and another waits for
// it. The node that is started in its place has a lock of its own.
func TestLocksDieWithTheirNode(t *testing.T) {
	s := load(t, "4s", "burst: {at: 1s, clicks: 2, every: 2s}", "")
	happened := run(t, s, "lock-recheck", func(p faults.Platform) {
		p.At(1020*ms, func() { p.CrashNode(0) })
		p.At(2*second, func() { p.StartNode(0) })
	})
	require.Equal(t, lines(`
		1.000 click 1
		1.000 click 2
		1.020 failed 1
		1.020 failed 2
		1.050 token 200 through 0
		3.000 click 3
		3.000 click 4
		3.050 token 200 through 0
		3.100 token heard 200
		3.150 call 200 through 0
		3.150 call 200 through 0
		3.200 call heard 200
		3.200 succeeded 3
		3.200 call heard 200
		3.200 succeeded 4`), happened)
}

// TestCrashBeforeTheRequestIsSent crashes a node 200 ms before its connection is there, and another
// 10 ms after.
func TestCrashBeforeTheRequestIsSent(t *testing.T) {
	s := load(t, "4s", "burst: {at: 1s, clicks: 2, apart: 1s}",
		"network: {connect: 3, api: {leg: 50ms}, token: {leg: 50ms}}\n")
	happened := run(t, s, "naive", func(p faults.Platform) {
		for _, at := range []time.Duration{1100 * ms, 2310 * ms} {
			p.At(at, func() { p.CrashNode(0) })
			p.At(at+100*ms, func() { p.StartNode(0) })
		}
	})
	require.Equal(t, lines(`
		1.000 click 1
		1.100 lost
		1.100 failed 1
		2.000 click 2
		2.310 failed 2
		2.350 token 200 through 0`), happened)
}

// load reads a scenario of one load and more lines. A leg takes 50 ms unless they say otherwise.
func load(t *testing.T, length, load, more string) *scenarios.Scenario {
	t.Helper()
	if !strings.Contains(more, "network:") {
		more += "network: {api: {leg: 50ms, timeout: 2s}, token: {leg: 50ms, timeout: 2s}}\n"
	}
	s, err := scenarios.Parse("made-up.yaml", []byte("about: x\nlength: "+length+"\n"+
		"workload: [{"+load+"}]\nstrategies: [naive]\n"+more))
	require.NoError(t, err)
	return s
}

// run lists what happens in a scenario under a fault.
func run(
	t *testing.T, s *scenarios.Scenario, strategy string, fault func(p faults.Platform),
) []string {
	t.Helper()
	s.Faults = []faults.Fault{{Key: "made_up", Kind: &madeUp{apply: fault}}}
	with, err := spec.Lookup(strategy)
	require.NoError(t, err)
	var all transcript
	_, err = world.Run{Scenario: s, Strategy: with, Seed: 1}.Do(&all)
	require.NoError(t, err)
	return all.lines
}

func lines(text string) (lines []string) {
	for line := range strings.Lines(strings.TrimSpace(text)) {
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

func distribution(text string) chance.Distribution {
	d, err := chance.ParseDistribution(text)
	if err != nil {
		panic(err)
	}
	return d
}
