package study

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A short storm: sixty users, a cache that fails for half a minute.
const stormText = `
about: x
length: 16m
fleet: {users: 60}
workload: [{closed: {think: exp 5s}}]
network: {api: {leg: uniform 40ms..60ms}, token: {leg: uniform 40ms..60ms}}
faults: [{cache_down: {at: 1m, for: 30s}}]
users: {click_again: {after: exp 5s, with: 0.7, times: 5}}
strategies: [naive, limiter-1-refuse, breaker]
expect:
  - of: [naive]
    bans: ["count==0"]
    token: ["requests<10"]
`

// stormy carries out cells of that scenario for real.
func stormy(t *testing.T) Runner {
	s, err := scenarios.Parse("storm.yaml", []byte(stormText))
	require.NoError(t, err)
	return func(cells []Cell) ([]*measure.Outcome, error) {
		with, err := spec.Lookup(cells[0].Strategy)
		if err != nil {
			return nil, err
		}
		return Run(cells, s, with, measure.Everything)
	}
}

// storm is the outcome of one of them.
func storm(t *testing.T, c Contestant) *measure.Outcome {
	all, err := stormy(t)([]Cell{{1, c}})
	require.NoError(t, err)
	return all[0]
}

func stormPlan(seeds int) Plan {
	return Plan{
		Scenarios: []string{"storm"}, Readings: []string{"akamai", "paranoid"},
		Strategies: []string{"naive", "limiter-1-refuse", "breaker"}, First: 1, Seeds: seeds,
	}
}

// Results keep of a run what its columns are made of.
func TestResultsKeepTheColumns(t *testing.T) {
	o := storm(t, Contestant{"storm", "akamai", "naive"})
	require.Positive(t, o.Bans.Count)
	require.True(t, o.Judged)
	require.Equal(t, []string{"bans count==0", "token requests<10"}, o.Unmet)
	const threeDigits = .005 // to which the quantiles of one run are rounded
	require.InEpsilon(t, o.Latency.P99, figure("p99").Of(o), threeDigits)
	require.InEpsilon(t, o.FailedLatency.P50, figure("failed_p50").Of(o), threeDigits)

	text, err := json.Marshal(o.Flat())
	require.NoError(t, err)
	flat := measure.NewFlat()
	require.NoError(t, json.Unmarshal(text, flat))
	kept := measure.OutcomeOf(flat)
	for _, f := range measure.Columns() {
		require.InDelta(t, f.Of(o), f.Of(kept), 0, f.Name)
	}
	require.Equal(t, o.Digest, kept.Digest)
	require.Equal(t, o.Unmet, kept.Unmet)
}

// Naive is banned by its own cold start, long before the cache fails; who refuses rather than ask
// is not, and gets over the fault.
func TestOutcomeRecovers(t *testing.T) {
	o := storm(t, Contestant{"storm", "akamai", "naive"})
	require.Less(t, o.Recovery.Began, time.Second)
	require.Equal(t, *o.Bans.First+10*time.Minute, o.Recovery.Healed)
	o = storm(t, Contestant{"storm", "akamai", "limiter-1-refuse"})
	require.Equal(t, time.Minute, o.Recovery.Began)
	require.Equal(t, 90*time.Second, o.Recovery.Healed)
	require.True(t, o.Recovery.Recovered)
	require.Less(t, o.Recovery.Took, time.Minute)
}

func TestNothingIsExpectedOfOthers(t *testing.T) {
	for _, c := range []Contestant{{"storm", "akamai", "breaker"}, {"storm", "paranoid", "naive"}} {
		o := storm(t, c)
		require.False(t, o.Judged)
		require.Empty(t, o.Unmet)
	}
}

// Every number that results keep is whole: equal on any processor.
func TestResultsAreWhole(t *testing.T) {
	o := storm(t, Contestant{"storm", "akamai", "naive"})
	text, err := json.Marshal(o.Flat())
	require.NoError(t, err)
	require.NotRegexp(t, `[0-9]\.[0-9]`, string(text))
}

// A study for real: cores and shards do not show, and the figures tell the strategies apart.
func TestStudy(t *testing.T) {
	h := NewHeader("1", stormPlan(10), Shard{})
	s, err := h.Execute(stormy(t), onCores)
	require.NoError(t, err)
	require.Empty(t, s.Failures())
	var shards []*Study
	for i := range 3 {
		part, err := NewHeader("1", stormPlan(2), Shard{i + 1, 3}).Execute(stormy(t), inTurn)
		require.NoError(t, err)
		shards = append(shards, part)
	}
	whole, err := Merge(shards)
	require.NoError(t, err)
	require.Equal(t, written(t, s.first(2)), written(t, whole))

	naive := Contestant{"storm", "akamai", "naive"}
	careful := Contestant{"storm", "akamai", "limiter-1-refuse"}
	require.Equal(t, Proportion{0, 10}, s.Proportion(naive, NoBan))
	require.Equal(t, Proportion{10, 10}, s.Proportion(careful, NoBan))
	require.Equal(t, Fail, s.Rule(naive, NoBan, Required).Verdict)
	require.Equal(t, Inconclusive, s.Rule(careful, NoBan, Required).Verdict, "ten seeds are few")
	d := s.Against("naive", careful, requests)
	require.Equal(t, 10, d.N)
	require.Less(t, d.Median.Interval.High, 0., "it asks less than the baseline")
	last := s.Rank("storm", "akamai", requests)[2]
	require.Equal(t, "naive", last.Strategy)
	require.Equal(t, 3, last.Rank, "each seed agrees, though a t test does not see it")
	var latencies int64
	for o := range s.Outcomes(naive) {
		latencies += int64(o.Actions.Succeeded)
	}
	require.Equal(t, latencies, s.Latency(naive, false).N())
}
