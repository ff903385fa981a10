package world_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A start is when an action began, and the how-manyeth click it is.
type start struct {
	at    time.Duration
	click uint16
}

// starts lists the actions of a run.
func starts(t *testing.T, r world.Run) (all []start) {
	t.Helper()
	with, err := spec.Lookup("naive")
	require.NoError(t, err)
	r.Strategy, r.Seed = with, 1
	var happened stream
	_, err = r.Do(&happened)
	require.NoError(t, err)
	for _, record := range happened.records {
		if record.Kind == measure.ActionStarted {
			all = append(all, start{record.At, record.Click})
		}
	}
	return all
}

// TestClicks is computed by hand: who clicks when, and again.
func TestClicks(t *testing.T) {
	const one = "burst: {at: 1s, clicks: 1}"
	const fast = "network: {api: {leg: 50ms}, token: {leg: 50ms}}\n"
	const slow = "network: {api: {leg: 1s}, token: {leg: 1s}}\n"
	const lost = "network: {api: {leg: 1s}, token: {leg: 1s, lose_requests: 1, timeout: 2s}}\n"
	for _, test := range []struct {
		name, load, more string
		want             []start
	}{
		{"again, twice", one, lost + "users: {click_again: {after: 1s, times: 2}}\n",
			[]start{{1 * second, 1}, {4 * second, 2}, {7 * second, 3}}},
		{"not after a success", one, fast + "users: {click_again: {after: 1s, times: 2}}\n",
			[]start{{1 * second, 1}}},
		{"beside a slow answer, once", one, slow + "users: {impatience: {after: 500ms}}\n",
			[]start{{1 * second, 1}, {1500 * ms, 2}}},
		{"not when it came in time", one, fast + "users: {impatience: {after: 500ms}}\n",
			[]start{{1 * second, 1}}},
		{"at the end of a stop", "burst: {at: 2s, clicks: 2, apart: 2s}",
			fast + "users: {told_to_stop: {at: 2s, for: 2s, obeyed_by: 1}}\n",
			[]start{{4 * second, 1}}},
		{"a closed user who obeys", "closed: {think: 9s}",
			fast + "users: {told_to_stop: {at: 10s, for: 5s, obeyed_by: 1}}\n",
			[]start{{9 * second, 1}, {18200 * ms, 1}, {27300 * ms, 1}}},
		{"a closed user who obeys thinks anew", "closed: {think: 9s}",
			fast + "users: {told_to_stop: {at: 18200ms, for: 1s, obeyed_by: 1}}\n",
			[]start{{9 * second, 1}, {28200 * ms, 1}}},
		{"a closed user who does not", "closed: {think: 9s}",
			fast + "users: {told_to_stop: {at: 18200ms, for: 1s, obeyed_by: 0}}\n",
			[]start{{9 * second, 1}, {18200 * ms, 1}, {27300 * ms, 1}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, starts(t, world.Run{Scenario: load(t, "30s", test.load, test.more)}))
		})
	}
}

// TestForksAtTheInstant leaves out what happens at the fork's own instant, and nothing before.
func TestForksAtTheInstant(t *testing.T) {
	s := load(t, "30s", "burst: {at: 1s, clicks: 1}", "")
	requests := func(f *world.Fork) int {
		with, err := spec.Lookup("naive")
		require.NoError(t, err)
		tally, err := world.Run{Scenario: s, Strategy: with, Seed: 1, Fork: f}.Do()
		require.NoError(t, err)
		return tally.Token.Requests
	}
	require.Zero(t, requests(&world.Fork{From: second, NoRequests: true}))
	require.Equal(t, 1, requests(&world.Fork{From: second + 1, NoRequests: true}))
	then := &world.Fork{From: second, NoClicks: true}
	require.Empty(t, starts(t, world.Run{Scenario: s, Fork: then}))
	later := &world.Fork{From: second + 1, NoClicks: true}
	require.Len(t, starts(t, world.Run{Scenario: s, Fork: later}), 1)
	require.Empty(t, starts(t, world.Run{Scenario: s, Until: 500 * ms}))
}
