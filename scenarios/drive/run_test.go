package drive

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier/server"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// serve starts a fake carrier on a free port.
func serve(t *testing.T) string {
	t.Helper()
	config := server.DefaultConfig()
	config.Admin = "same"
	worlds, err := server.New(config, clockwork.NewRealClock())
	require.NoError(t, err)
	listening := httptest.NewServer(worlds.Carrier())
	t.Cleanup(func() {
		worlds.Close()
		listening.Close()
	})
	return listening.URL
}

// driven carries a scenario out at a time scale and checks what must hold in every run.
func driven(t *testing.T, s *scenarios.Scenario, strategy string, scale float64) *Result {
	t.Helper()
	r := Run{
		Run:    world.Run{Scenario: s, Strategy: lookup(t, strategy), Seed: 1},
		Target: serve(t), Scale: scale, Session: "test",
	}
	result, err := r.Do(context.Background())
	require.NoError(t, err)
	a := result.Tally.Actions
	require.Equal(t, a.Started, a.Succeeded+a.Failed+a.Open)
	require.Zero(t, result.Unheard, "requests that the target did not answer: %v", result.First)
	require.Zero(t, result.Unpaired, "requests without a journal entry, and entries without a request")
	require.Zero(t, result.Missed, "journal entries that were dropped before they were read")
	require.Empty(t, result.Unknown)
	require.Zero(t, result.Cut)
	return result
}

// A drivenCase is a scenario of 20 s, and what must come of it whatever the machine does.
type drivenCase struct {
	name, scenario, strategy string
	holds                    func(t *testing.T, s *measure.Outcome)
}

type drivenCases []drivenCase

// stalled is by how much a timer is late, in virtual time, where the machine stood still for so
// long that things happened in another order.
const stalled = 2 * time.Second

// stoodStill reports whether the machine stood still during the run: for so long that things
// happened in another order, or all the while.
func stoodStill(r *Result) bool { return r.LateMax > stalled || r.Tally.Actions.Started == 0 }

// run carries the cases out at a time scale.
func (all drivenCases) run(t *testing.T, scale float64) {
	for _, test := range all {
		test.run(t, scenario(t, "20s", test.scenario), scale)
	}
}

// run simulates a case, and carries it out at a time scale: up to twelve times on a machine
// that stands still. The same must hold of both.
func (c drivenCase) run(t *testing.T, s *scenarios.Scenario, scale float64) {
	t.Run(c.name+"/simulated", func(t *testing.T) {
		tally, err := world.Run{Scenario: s, Strategy: lookup(t, c.strategy), Seed: 1}.Do()
		require.NoError(t, err)
		c.holds(t, &tally.Outcome)
	})
	t.Run(c.name, func(t *testing.T) {
		t.Parallel()
		tries, result := 1, driven(t, s, c.strategy, scale)
		for ; tries < 12 && stoodStill(result); tries++ {
			result = driven(t, s, c.strategy, scale)
		}
		defer func() {
			if t.Failed() {
				t.Logf("waited for %q with %s, try %d at time scale %v: timers were late by %v at "+
					"most (above %v it is tried again), those of one action by %v; %+v", c.name,
					c.strategy, tries, scale, result.LateMax, stalled, result.ActionLateP99,
					result.Tally.Actions)
			}
		}()
		require.NotZero(t, result.Tally.Actions.Started)
		require.Positive(t, result.LateMax)
		c.holds(t, &result.Tally.Outcome)
	})
}

// TestDriven carries out every kind of load and of trouble for real. The figures vary with the
// machine; what must come out whatever the machine does is told beside each.
func TestDriven(t *testing.T) {
	drivenCases{
		{"one renewal for all", closedUsers, "lock-recheck", func(t *testing.T, s *measure.Outcome) {
			require.Equal(t, measure.Whys{Cold: 1}, s.Token.Why)
			require.Equal(t, s.Actions.Started, s.Actions.Succeeded+s.Actions.Open)
			require.GreaterOrEqual(t, s.Latency.P50, 400.0)
		}},
		{"an imposed ban", closedUsers + "faults: [{ban: {at: 100ms}}]\n", "naive",
			func(t *testing.T, s *measure.Outcome) {
				require.Equal(t, 1, s.Bans.Count)
				require.Zero(t, s.Token.Issued)
				require.Equal(t, s.Token.Requests, s.Token.Status.Forbidden)
			}},
		{"an outage", closedUsers + "faults: [{carrier_down: {at: 0s, only: token}}]\n", "naive",
			func(t *testing.T, s *measure.Outcome) {
				require.NotZero(t, s.Token.Status.ServerError)
				require.Zero(t, s.API.Requests)
			}},
		{"strangers", closedUsers + "faults:\n  - external_renewal: {at: 10s, every: 4s}\n" +
			"  - neighbour: {at: 5s, every: 1s}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.NotZero(t, s.API.Rejected.Killed)
				require.Greater(t, s.Headroom.BurstPeak, 3, "the neighbour's hits count too")
			}},
		{"no cache", closedUsers + "faults: [{cache_down: {at: 0s}}, {carrier_slow: " +
			"{at: 0s, adds: 1s, only: api}}]\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.NotZero(t, s.Token.Why.CacheDown)
				require.True(t, s.Latency.N == 0 || s.Latency.P50 > 1400)
			}},
		{"lost replies", "fleet: {users: 3}\nworkload: [{open: {rate: 3/s}}]\n" +
			"users: {click_again: {after: 1s, times: 1}, impatience: {after: 2s}, patience: 3s}\n" +
			"faults: [{carrier_slow: {at: 0s, adds: 1m, only: api}}]\n", "naive",
			func(t *testing.T, s *measure.Outcome) {
				require.Zero(t, s.Actions.Succeeded)
				require.NotZero(t, s.Actions.Failed)
				require.GreaterOrEqual(t, s.FailedLatency.P50, 2990.0)
			}},
		{"two nodes", "fleet: {users: 4, nodes: 2, customers: 2, public_ips: 2, cache: customer}\n" +
			"workload: [{closed: {think: 1s}}]\n", "recommended",
			func(t *testing.T, s *measure.Outcome) { require.NotZero(t, s.Token.Issued) }},
	}.run(t, 20)
}

// TestInterrupted holds that a run that is cut short tells of what was, and leaves nobody behind.
func TestInterrupted(t *testing.T) {
	target := serve(t)
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	r := Run{
		Run: world.Run{
			Scenario: scenario(t, "1h", closedUsers), Strategy: lookup(t, "recommended"), Seed: 1,
		},
		Target: target, Scale: 100, Session: "test",
	}
	result, err := r.Do(ctx)
	require.NoError(t, err)
	require.Greater(t, result.Cut, 10*time.Second)
	require.Less(t, result.Cut, time.Hour)
	require.NotZero(t, result.Tally.Actions.Succeeded)
	require.InDelta(t, result.Cut.Seconds(), result.Tally.VirtualSeconds, 1e-9)
	// The question is asked from one goroutine more.
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+1 },
		5*time.Second, 10*time.Millisecond, "waited 5 s for all goroutines of the run to end: before "+
			"it there were %d", before)
}

// TestForeignCarrier drives a carrier that has no admin API.
func TestForeignCarrier(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/token", func(rw http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(rw).Encode(map[string]any{"access_token": "a", "expires_in": 3599})
	})
	mux.HandleFunc("POST /rate/v1/rates/quotes", func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer a" {
			rw.WriteHeader(http.StatusUnauthorized)
		}
	})
	listening := httptest.NewServer(mux)
	defer listening.Close()
	s := scenario(t, "5s", "fleet: {users: 3}\nworkload: [{closed: {think: 10ms}}]\n")
	r := Run{
		Run:    world.Run{Scenario: s, Strategy: lookup(t, "lock-recheck")},
		Target: listening.URL, Scale: 2,
	}
	_, err := r.Do(context.Background())
	require.ErrorContains(t, err, "meant --admin URL, or --time-scale 1")
	r.Scale = 1
	result, err := r.Do(context.Background())
	require.NoError(t, err)
	require.Equal(t, []string{"bans", "api.rejected"}, result.Unknown)
	require.Equal(t, 1, result.Tally.Token.Issued)
	require.NotZero(t, result.Tally.Actions.Succeeded)
}
