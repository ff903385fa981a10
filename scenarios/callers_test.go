package scenarios_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/sim"
)

// Up to 10,000 users have streams with names of their own: a run hangs on them, and so do its
// digests. More have numbers.
func TestCallerSeeds(t *testing.T) {
	of := func(users int) *scenarios.Scenario {
		s, err := scenarios.Parse("many.yaml", fmt.Appendf(nil, `
about: Users, and workers of a load's own.
length: 1m
fleet: {users: %d}
workload: [{closed: {think: 10s}}, {job: {calls: 2, over: 30s}, who: {workers: 3}}]
network: {api: {leg: 50ms}, token: {leg: 50ms}}
strategies: [naive]
`, users))
		require.NoError(t, err)
		return s
	}
	type seed struct{ hi, lo uint64 }
	at := func(hi, lo uint64) seed { return seed{hi, lo} }
	few, many := of(10_000), of(10_001)
	require.Equal(t, at(sim.StreamSeed(7, "think/user/9999")),
		at(few.CallerSeeds(7, "think", -1)(9999)))
	require.Equal(t, at(sim.StreamSeeds(7, "think/users")(9999)),
		at(many.CallerSeeds(7, "think", -1)(9999)))
	require.Equal(t, at(sim.StreamSeed(7, "mood/load/1/caller/2")),
		at(many.CallerSeeds(7, "mood", 1)(2)), "of few workers beside many users")
	require.NotEqual(t, rand.NewPCG(many.CallerSeeds(7, "think", -1)(0)),
		rand.NewPCG(many.CallerSeeds(7, "mood", -1)(0)))
}
