package scenarios_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/workload"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/sim"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// clickList keeps the clicks of a run.
type clickList struct{ clicks []workload.Click }

func (c *clickList) Add(r *measure.Record) {
	if r.Kind == measure.ActionStarted {
		c.clicks = append(c.clicks, workload.Click{At: r.At, User: r.User})
	}
}

// TestOpenClicksAreThoseOfARun compares the clicks of open loads with those of a run.
func TestOpenClicksAreThoseOfARun(t *testing.T) {
	t.Parallel()
	for _, load := range []string{
		"open: {rate: 3/s, from: 2s, until: 40s}",
		"open: {rate: 1/s, gaps: even, stages: [{to: 4/s, over: 20s}]}",
		"business_day: {peak: 5/s, start: 9h}",
		"burst: {at: 5s, clicks: 7, apart: 300ms, every: 1s}",
		"burst: {at: 5s, clicks: 3, every: 20s}",
	} {
		t.Run(load, func(t *testing.T) {
			s, err := scenarios.Parse("open.yaml", []byte(
				"about: Open clicks.\nlength: 1m\nfleet: {users: 9}\n"+
					"workload: [{"+load+"}]\nnetwork: {api: {leg: 5ms}, token: {leg: 5ms}}\n"+
					"strategies: [naive]\n"))
			require.NoError(t, err)
			naive, err := spec.Lookup("naive")
			require.NoError(t, err)
			var ran clickList
			_, err = world.Run{Scenario: s, Strategy: naive, Seed: 3}.Do(&ran)
			require.NoError(t, err)
			var told []workload.Click
			stream := func(name string) *rand.Rand { return sim.New(3).Rand(name) }
			next := s.Clicks(0, stream)
			for c, ok := next(); ok; c, ok = next() {
				if c.At < time.Minute {
					told = append(told, c)
				}
			}
			require.NotEmpty(t, told)
			require.Equal(t, ran.clicks, told)
		})
	}
}

// TestReplay folds the records of a run a second time.
func TestReplay(t *testing.T) {
	t.Parallel()
	s, err := scenarios.Load("neighbour")
	require.NoError(t, err)
	naive, err := spec.Lookup("naive")
	require.NoError(t, err)
	run := world.Run{Scenario: s, Strategy: naive, Seed: 2}
	var all recordList
	ran, err := run.Do(&all)
	require.NoError(t, err)
	require.NotZero(t, ran.Bans.Count)
	told := run.Replay(all)
	told.Events, told.Digest = ran.Events, ran.Digest
	require.Equal(t, ran.Outcome, told.Outcome)
}

// recordList keeps the records of a run.
type recordList []measure.Record

func (l *recordList) Add(r *measure.Record) { *l = append(*l, *r) }
