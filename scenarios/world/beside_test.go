package world_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/fakecarrier/throttle"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// alone is what the run comes to by itself, all of it as text.
func alone(t require.TestingT, r world.Run, reading string) (*measure.Outcome, string) {
	r.Reading = reading
	tally, err := r.Do()
	require.NoError(t, err, reading)
	return &tally.Outcome, text(t, &tally.Outcome)
}

func text(t require.TestingT, o *measure.Outcome) string {
	whole, err := json.Marshal(o)
	require.NoError(t, err)
	flat, err := json.Marshal(o.Flat())
	require.NoError(t, err)
	return string(whole) + string(flat)
}

// compareReadings holds runs of several readings at once to those of one reading each. It counts
// the readings that needed no run of their own: of all that was asked, and of the first ban.
func compareReadings(t require.TestingT, r world.Run, readings []string) (shared, settled int) {
	r.Reading = readings[0]
	tally, outcomes, err := r.Beside(readings[1:])
	require.NoError(t, err)
	firsts, err := r.FirstBans(readings[1:])
	require.NoError(t, err)
	outcomes = append([]*measure.Outcome{&tally.Outcome}, outcomes...)
	for i, reading := range readings {
		o, whole := alone(t, r, reading)
		if outcomes[i] != nil {
			require.Equal(t, whole, text(t, outcomes[i]), "%v under %s", readings, reading)
			shared++
		}
		if firsts[i] != nil {
			require.Equal(t, o.Bans.First, firsts[i].Bans.First, "%v under %s", readings, reading)
			require.Equal(t, min(o.Bans.Count, 1), firsts[i].Bans.Count)
			require.Equal(t, reading, firsts[i].Reading)
			require.Equal(t, measure.BansAlone, firsts[i].Asked)
			settled++
		}
	}
	require.NotNil(t, outcomes[0])
	require.NotNil(t, firsts[0])
	return shared, settled
}

// quiet bans nobody but under what is strict: service takes time, and calls are refused beyond a
// quota. In calm a ban falls from outside.
var (
	quiet = `about: Two customers, an answer that takes time, and a quota of a day.
length: 14m
fleet: {nodes: 2, users: 6, customers: 2, public_ips: 2}
workload: [{closed: {think: exp 6s}}]
network: {api: {leg: uniform 20ms..80ms}, token: {leg: uniform 20ms..80ms}}
carrier: {token_life: 2m, service_time: uniform 0s..3s, daily_quota: 200}
strategies: [naive, recommended]
`
	calm = quiet + "faults: [{ban: {at: 13m}}]\n"
)

// switchedScenarios are those, and others of the catalogue that are small, with what carriers can
// have: limits, a proxy, sessions, other carriers.
func switchedScenarios(t *testing.T) (all []*scenarios.Scenario) {
	t.Helper()
	for i, text := range append(slices.Clone(switched), quiet, calm) {
		s, err := scenarios.Parse(fmt.Sprintf("switched-%d.yaml", i), []byte(text))
		require.NoError(t, err)
		all = append(all, s)
	}
	for _, name := range []string{"chain-falls-back", "captured-token", "expiry-herd-15ms"} {
		s, err := scenarios.Load(name)
		require.NoError(t, err)
		all = append(all, s)
	}
	return all
}

// A run under several readings at once comes to what a run under each of them comes to, whatever
// they say of what documents leave open.
func TestReadingsBesideAreRunsOfTheirOwn(t *testing.T) {
	t.Parallel()
	subjects := switchedScenarios(t)
	all := turns(t)
	shared, settled := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(subjects).Draw(t, "scenario")
		readings := []string{s.Carrier.Reading}
		for range 2 {
			under := besides(rapid.SampledFrom([]string{"", "Start", "Counters"}).Draw(t, "of"))
			for _, turn := range rapid.SliceOfN(rapid.SampledFrom(all), 0, 3).Draw(t, "turns") {
				turn.turn(&under)
			}
			text := under.String()
			_, _, err := s.CarrierUnder(text)
			if err == nil && !slices.Contains(readings, text) {
				readings = append(readings, text)
			}
		}
		r := world.Run{Scenario: s, Seed: rapid.Uint64Range(1, 9).Draw(t, "seed")}
		var err error
		r.Strategy, err = spec.Lookup(rapid.SampledFrom(s.Strategies).Draw(t, "strategy"))
		require.NoError(t, err)
		some, first := compareReadings(t, r, readings)
		shared, settled = shared+some-1, settled+first-1
	})
	require.Positive(t, shared)
	require.Positive(t, settled)
	t.Logf("%d readings shared a run, %d a first ban", shared, settled)
}

// Each switch in turn, beside what is usual.
func TestReadingsBesideWithEachSwitch(t *testing.T) {
	t.Parallel()
	for _, s := range switchedScenarios(t)[1 : len(switched)+2] {
		with, err := spec.Lookup("naive")
		require.NoError(t, err)
		for _, a := range turns(t) {
			usual := besides(a.field)
			under := usual
			a.turn(&under)
			compareReadings(t, world.Run{Scenario: s, Strategy: with, Seed: 1},
				[]string{usual.String(), under.String(), throttle.Throttle{}.String()})
		}
	}
}

// Records tell meters by their number: where a limit refuses, a run that has one threshold less
// before it has other records.
func TestReadingsBesideNumberMetersAlike(t *testing.T) {
	t.Parallel()
	s, err := scenarios.Parse("quiet.yaml", []byte(quiet))
	require.NoError(t, err)
	with, err := spec.Lookup("recommended")
	require.NoError(t, err)
	for _, of := range []struct {
		quota  string
		shared []bool
	}{{"1", []bool{true, false}}, {"100000", []bool{true, true}}} {
		s, err := s.With(scenarios.Setting{Path: "carrier.daily_quota", Value: of.quota})
		require.NoError(t, err)
		run := world.Run{Scenario: s, Strategy: with, Reading: "R1+A1", Seed: 1}
		_, outcomes, err := run.Beside([]string{"R1+A1+stack", "R1"})
		require.NoError(t, err)
		for i, shared := range of.shared {
			require.Equal(t, shared, outcomes[i] != nil)
		}
	}
}
