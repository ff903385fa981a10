package world_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A stream keeps every record of a run.
type stream struct{ records []measure.Record }

func (s *stream) Add(r *measure.Record) { s.records = append(s.records, *r) }

func forked(t *testing.T, until time.Duration, f *world.Fork) []measure.Record {
	t.Helper()
	s, err := scenarios.Load("two-nodes")
	require.NoError(t, err)
	with, err := spec.Lookup("naive")
	require.NoError(t, err)
	var all stream
	_, err = world.Run{Scenario: s, Strategy: with, Seed: 1, Until: until, Fork: f}.Do(&all)
	require.NoError(t, err)
	return all.records
}

// TestForkIsTheSameRunUntilThen compares forks with the run itself.
func TestForkIsTheSameRunUntilThen(t *testing.T) {
	const from, until = 250 * time.Millisecond, 3 * time.Second
	whole := forked(t, until, nil)
	require.LessOrEqual(t, whole[len(whole)-1].At, until)
	for _, test := range []struct {
		name     string
		fork     world.Fork
		withheld func(r *measure.Record) bool
	}{
		{"no clicks", world.Fork{From: from, NoClicks: true},
			func(r *measure.Record) bool { return r.Kind == measure.ActionStarted }},
		{"no requests", world.Fork{From: from, NoRequests: true},
			func(r *measure.Record) bool { return r.Kind == measure.TokenJudged && r.Sent >= from }},
	} {
		t.Run(test.name, func(t *testing.T) {
			fork := forked(t, until, &test.fork)
			same := 0
			for same < len(whole) && whole[same].At < from {
				require.Equal(t, whole[same], fork[same])
				same++
			}
			require.Positive(t, same)
			met := false
			for i := range whole[same:] {
				met = met || test.withheld(&whole[same+i])
			}
			require.True(t, met, "the run itself has what the fork leaves out")
			for i := range fork[same:] {
				require.False(t, test.withheld(&fork[same+i]))
			}
		})
	}
}

// TestForkOfNothing leaves the run as it is.
func TestForkOfNothing(t *testing.T) {
	const until = time.Second
	require.Equal(t, forked(t, until, nil), forked(t, until, &world.Fork{From: 0}))
}
