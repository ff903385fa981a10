package world_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A trouble is a world in which recommended has to keep every session: what docs/refresh.md says
// of its bounds.
type trouble struct {
	forgives time.Duration // 0: a second use ends the family
	nodes    int
	loses    bool // the store loses writes
	faults   []string
}

// hold is how long its lease lasts: a minute where nothing is forgiven, else ten seconds and at
// most half of what is.
func (w *trouble) hold() time.Duration {
	if w.forgives == 0 {
		return time.Minute
	}
	return min(10*time.Second, w.forgives/2)
}

// add adds a fault of some kind between the second minute and the end.
func (w *trouble) add(t *rapid.T) {
	at := fmt.Sprintf("%dms", rapid.IntRange(60_000, 1_500_000).Draw(t, "at"))
	node := rapid.IntRange(0, w.nodes-1).Draw(t, "node")
	// Two thirds of a lease are left at least when its holder prolongs it no more.
	spell := func(most time.Duration) time.Duration {
		return time.Duration(rapid.Int64Range(1, int64(most)).Draw(t, "for")).Round(time.Millisecond) +
			time.Millisecond
	}
	short := w.hold() * 3 / 5
	kinds := []string{
		fmt.Sprintf("carrier_down: {at: %s, for: %v, only: token, status: %d}", at,
			spell(5*time.Minute), rapid.SampledFrom([]int{429, 500, 502, 503, 504}).Draw(t, "status")),
		fmt.Sprintf("carrier_down: {at: %s, for: %v, only: api, status: 401}", at, spell(time.Minute)),
		fmt.Sprintf("clock_skew: {at: %s, node: %d, by: %ds}", at, node,
			rapid.IntRange(-200, 200).Draw(t, "by")),
		fmt.Sprintf("pause: {at: %s, node: %d, for: %v}", at, node, spell(short)),
		fmt.Sprintf("cache_down: {at: %s, for: %v, store: true}", at, spell(short)),
	}
	switch {
	case w.forgives == 0:
		kinds = append(kinds, fmt.Sprintf("carrier_slow: {at: %s, for: %v, adds: uniform 0s..25s, "+
			"only: token}", at, spell(5*time.Minute)))
	case w.nodes > 1:
		kinds = append(kinds, fmt.Sprintf("crash: {at: %s, node: %d, down: 20s}", at, node))
	}
	if w.loses { // who remembers the pair is the one who asks next: no other node, nor a restart
		kinds = append(kinds, fmt.Sprintf("store_loses: {at: %s, last: %v}", at, spell(time.Minute)))
	} else {
		kinds = append(kinds, fmt.Sprintf("restart: {at: %s, down: 5s, every: 10s}", at))
	}
	w.faults = append(w.faults, rapid.SampledFrom(kinds).Draw(t, "fault"))
}

func (w *trouble) scenario(t *rapid.T) string {
	of := func(name string, all ...string) string { return rapid.SampledFrom(all).Draw(t, name) }
	loses := 0.0
	if w.forgives > 0 { // five answers in a row at least would have to be lost
		loses = rapid.SampledFrom([]float64{0, 0.005, 0.02}).Draw(t, "loses")
	}
	return fmt.Sprintf(`
about: x
length: 30m
strategies: [recommended]
fleet: {nodes: %d, users: %d, customers: %d, store_delay: %s}
carrier:
  profile: generic
  token_life: %s
  grant: refresh
  refresh: {reuse_interval: %v, replay: %s}
network:
  api: {leg: uniform 10ms..100ms}
  token: {leg: uniform 10ms..100ms, lose_replies: %v}
workload: [{closed: {think: exp 1s}}]
users: {patience: %s}
faults:
  - %s
`, w.nodes, 4*w.nodes, rapid.IntRange(1, 2).Draw(t, "customers"), of("store", "0s", "1ms", "100ms"),
		of("life", "1m", "3m", "10m"), w.forgives, of("replay", "same", "new"), loses,
		of("patience", "1s", "5s", "1m"), strings.Join(w.faults, "\n  - "))
}

// Whatever happens within the bounds, no session is lost.
func TestRecommendedKeepsEverySession(t *testing.T) {
	t.Parallel()
	recommended, err := spec.Lookup("recommended")
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	renewals, lost := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := trouble{
			forgives: rapid.SampledFrom([]time.Duration{0, 0, 10, 30, 60}).Draw(t, "forgives") *
				time.Second,
			nodes: rapid.IntRange(1, 4).Draw(t, "nodes"),
		}
		w.loses = w.nodes == 1 && rapid.Bool().Draw(t, "loses writes")
		for range rapid.IntRange(1, 5).Draw(t, "faults") {
			w.add(t)
		}
		text := w.scenario(t)
		s, err := scenarios.Parse("s.yaml", []byte(text))
		require.NoError(t, err, text)
		seed := rapid.Uint64Range(1, 1000).Draw(t, "seed")
		tally, err := world.Run{Scenario: s, Strategy: recommended, Seed: seed}.Do()
		require.NoError(t, err, text)
		require.Zero(t, tally.Sessions.Lost, "seed %d:%s", seed, text)
		if renewals += tally.Token.Issued; lost > 0 {
			return
		}
		tally, err = world.Run{Scenario: s, Strategy: naive, Seed: seed}.Do()
		require.NoError(t, err, text)
		lost += tally.Sessions.Lost
	})
	require.Greater(t, renewals, 100)
	require.Positive(t, lost, "naive loses some in the same worlds")
}
