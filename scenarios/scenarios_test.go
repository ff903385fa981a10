package scenarios_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

var update = flag.Bool("update", false, "write the goldens anew; commit only what you can explain")

// Every scenario, with every strategy that it names: it runs, keeps the invariants, meets its
// expectations, and comes out as recorded, to the digest; so a golden file proves repetition, too.
func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, name := range scenarios.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := scenarios.Load(name)
			require.NoError(t, err)
			for _, strategy := range s.Strategies {
				t.Run(strategy, func(t *testing.T) {
					t.Parallel()
					testScenario(t, s, strategy)
				})
			}
			for _, e := range s.Expect {
				if e.Reading != "" {
					t.Run(e.Reading, func(t *testing.T) {
						t.Parallel()
						testReading(t, s, e)
					})
				}
			}
		})
	}
}

func testScenario(t *testing.T, s *scenarios.Scenario, strategy string) {
	tally := do(t, s, strategy, "", 1)
	require.Empty(t, s.Unmet(&tally.Outcome))
	golden := filepath.Join("testdata", "golden", s.Name, strategy+".txt")
	got := portrait(&tally.Outcome)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err, "nobody has recorded this run yet: `make golden` does")
	require.Equal(t, string(want), got)
	if strategy == s.Strategies[len(s.Strategies)-1] {
		testRepetition(t, s, strategy)
	}
}

// testRepetition repeats the first quarter of a run with the same seed, and with another. That the
// whole comes out the same in another process is what its golden file says.
func testRepetition(t *testing.T, s *scenarios.Scenario, strategy string) {
	quarter := func(seed uint64) measure.Outcome {
		c, err := spec.Lookup(strategy)
		require.NoError(t, err)
		tally, err := world.Run{Scenario: s, Strategy: c, Seed: seed, Until: s.Lasts() / 4}.Do()
		require.NoError(t, err)
		return tally.Outcome
	}
	first := quarter(1)
	require.Equal(t, first, quarter(1), "the same seed, another run")
	if !fixed(s) {
		require.NotEqual(t, first.Digest, quarter(2).Digest, "another seed, the same run")
	}
}

// A scenario's expectations are about its faults: without them some strategy does not meet its own.
func TestScenariosRestOnTheirFaults(t *testing.T) {
	t.Parallel()
	for _, name := range scenarios.Names() {
		s, err := scenarios.Load(name)
		require.NoError(t, err)
		if len(s.Faults) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.Faults = nil
			fails := func(strategy string) bool {
				return len(s.Unmet(&do(t, s, strategy, "", 1).Outcome)) > 0
			}
			require.True(t, slices.ContainsFunc(s.Strategies, fails), "met without the faults")
		})
	}
}

// testReading holds the strategies of an expectation to it under its own reading.
func testReading(t *testing.T, s *scenarios.Scenario, e scenarios.Expected) {
	for _, strategy := range e.Of {
		tally := do(t, s, strategy, e.Reading, 1)
		require.Empty(t, s.Unmet(&tally.Outcome), "reading %s", e.Reading)
	}
}

func do(t *testing.T, s *scenarios.Scenario, strategy, reading string, seed uint64) *measure.Tally {
	t.Helper()
	c, err := spec.Lookup(strategy)
	require.NoError(t, err)
	tally, err := world.Run{Scenario: s, Strategy: c, Reading: reading, Seed: seed}.Do()
	require.NoError(t, err)
	return tally
}

// fixed reports whether nothing in the scenario is left to chance.
func fixed(s *scenarios.Scenario) bool {
	for _, c := range s.Workload {
		if r, ok := c.Shape.(*workload.Recorded); !ok || r.Spread.Given {
			return false
		}
	}
	return s.Network.API.Leg.IsConstant() && s.Network.Token.Leg.IsConstant()
}

// portrait is a run as a person reads it; a golden file.
func portrait(s *measure.Outcome) string {
	var b strings.Builder
	line := func(what, format string, args ...any) {
		fmt.Fprintf(&b, "%-15s "+format+"\n", append([]any{what}, args...)...)
	}
	line("run", "%s with %s, reading %s, seed %d", s.Scenario, s.Strategy, s.Reading, s.Seed)
	a, k, p := s.Actions, s.Token, s.API
	line("actions", "%d started: %d succeeded, %d failed, %d open",
		a.Started, a.Succeeded, a.Failed, a.Open)
	line("token hits", "%d: %d issued, %d 401, %d 403, %d 429, %d 5xx; %d lost", k.Requests, k.Issued,
		k.Status.Unauthorized, k.Status.Forbidden, k.Status.TooMany, k.Status.ServerError, k.Lost)
	w := k.Why
	line("sent because", "%d cold, %d expired, %d rejected, %d ahead, %d cache down, %d probe",
		w.Cold, w.Expired, w.Rejected, w.Ahead, w.CacheDown, w.Probe)
	line("API calls", "%d: %d 200, %d 401 (%d killed, %d expired, %d unknown), %d 403, %d 429, "+
		"%d 5xx; %d lost", p.Requests, p.Status.OK, p.Status.Unauthorized, p.Rejected.Killed,
		p.Rejected.Expired, p.Rejected.Unknown, p.Status.Forbidden, p.Status.TooMany,
		p.Status.ServerError, p.Lost)
	if l := s.Sessions; l != nil {
		line("sessions", "%d lost, %.3f s without; %d renewals 400", l.Lost, l.LostFor.Seconds(),
			k.Status.Other[400])
	}
	first := "none"
	if s.Bans.First != nil {
		first = fmt.Sprintf("the first after %.3f s, %d extensions, %.3f s banned",
			s.Bans.First.Seconds(), s.Bans.Extensions, s.Bans.Banned.Seconds())
	}
	line("bans", "%d; %s", s.Bans.Count, first)
	h := s.Headroom
	line("fullest window", "%d of %d in 5 s, %d of %d in 120 s",
		h.BurstPeak, h.BurstLimit, h.AveragePeak, h.AverageLimit)
	for _, l := range []struct {
		what string
		q    measure.Quantiles
	}{{"latency, ms", s.Latency}, {"of failures, ms", s.FailedLatency}} {
		line(l.what, "p50 %.4g, p90 %.4g, p99 %.4g, p99.9 %.4g, max %.6g; n %d",
			l.q.P50, l.q.P90, l.q.P99, l.q.P999, l.q.Max, l.q.N)
	}
	line("events", "%d", s.Events)
	line("digest", "%s", s.Digest)
	return b.String()
}

// Nothing of the machine may show: not the number of processors either.
func TestCores(t *testing.T) {
	s, err := scenarios.Load("impatient-users")
	require.NoError(t, err)
	var digests []string
	for _, cores := range []int{1, 2, 4} {
		before := runtime.GOMAXPROCS(cores)
		digests = append(digests, do(t, s, "recommended", "", 7).Digest)
		runtime.GOMAXPROCS(before)
	}
	require.Equal(t, []string{digests[0], digests[0], digests[0]}, digests)
}

// The canary: a digest that does not see a change of one nanosecond would prove nothing.
func TestDigestSees(t *testing.T) {
	digests := map[string]bool{}
	for _, leg := range []string{"50ms", "50000001ns"} {
		s, err := scenarios.Parse("x.yaml", []byte("about: x\nlength: 1m\nfleet: {users: 3}\n"+
			"workload: [{burst: {at: 1s, clicks: 1}}]\n"+
			"network: {api: {leg: "+leg+"}, token: {leg: 50ms}}\nstrategies: [naive]\n"))
		require.NoError(t, err)
		digests[do(t, s, "naive", "", 1).Digest] = true
	}
	require.Len(t, digests, 2)
}

// clicks is a Fold that keeps when who clicked first.
type clicks struct {
	list []string
	seen map[uint32]bool
	all  bool // every click that is no repetition, not only each user's first
}

func (c *clicks) Add(r *measure.Record) {
	if r.Kind != measure.ActionStarted || r.Click != 1 || !c.all && c.seen[r.User] {
		return
	}
	c.seen[r.User] = true
	c.list = append(c.list, fmt.Sprintf("%d user %d customer %d", r.At, r.User, r.Customer))
}

// Common random numbers: under one seed every strategy meets the same users. Open arrivals are the
// same throughout; of closed users the first click is, before their fates part.
func TestSameClicks(t *testing.T) {
	t.Parallel()
	for scenario, open := range map[string]bool{
		"two-nodes": false, "business-day": true, "recorded-day": true, "ten-customers": false,
	} {
		t.Run(scenario, func(t *testing.T) {
			t.Parallel()
			s, err := scenarios.Load(scenario)
			require.NoError(t, err)
			if !open { // by then every user has clicked
				s, err = s.With(scenarios.Setting{Path: "length", Value: "5m"})
				require.NoError(t, err)
			}
			var want []string
			for _, strategy := range s.Strategies[:4] {
				c, err := spec.Lookup(strategy)
				require.NoError(t, err)
				got := &clicks{all: open, seen: map[uint32]bool{}}
				_, err = world.Run{Scenario: s, Strategy: c, Seed: 3}.Do(got)
				require.NoError(t, err)
				if want == nil {
					want = got.list
				}
				require.NotEmpty(t, got.list)
				if !open {
					require.Len(t, got.list, s.Fleet.Users)
				}
				require.Equal(t, want, got.list)
			}
		})
	}
}
