package world_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// A clock that is wrong all the while does nothing to a node that counts a token's life from its
// arrival. If both nodes go by the absolute end, the one that is half an hour ahead renews every
// half hour: in four hours and a bit nine times, the other five times.
func TestStandingClockError(t *testing.T) {
	hits := func(skew, expiry string) (byNode [2]int, digest string) {
		s := load(t, "250m", "closed: {think: exp 5s}",
			"carrier: {tokens: coexist}\nfleet: {nodes: 2, users: 20"+skew+"}\n")
		flight, err := spec.Lookup("single-flight")
		require.NoError(t, err)
		with, err := flight.With(spec.Change{Part: "cache", Key: "expiry", Value: expiry},
			spec.Change{Part: "cache", Key: "margin", Value: "1s"}) // no call is under way at the end
		require.NoError(t, err)
		count := counter(func(r *measure.Record) {
			if r.Kind == measure.TokenJudged {
				byNode[r.Node]++
			}
		})
		tally, err := world.Run{Scenario: s, Strategy: with, Seed: 1}.Do(count)
		require.NoError(t, err)
		require.Zero(t, tally.API.Status.Unauthorized)
		return byNode, tally.Digest
	}
	const skew = ", clock_skew: [0s, 30m]"
	even, right := hits("", "honour")
	require.Equal(t, [2]int{5, 5}, even)
	_, same := hits(skew, "honour")
	require.Equal(t, right, same)
	ahead, other := hits(skew, "absolute")
	require.Equal(t, [2]int{5, 9}, ahead)
	require.NotEqual(t, right, other)
}

// A counter is a Fold.
type counter func(r *measure.Record)

func (c counter) Add(r *measure.Record) { c(r) }
