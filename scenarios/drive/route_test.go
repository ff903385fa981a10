package drive

import (
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/fakecarrier"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// What the scenario says of one request becomes of that one.
func TestExceptions(t *testing.T) {
	s, err := scenarios.Parse("one.yaml", []byte(`
about: One node.
length: 1m
workload: [{burst: {clicks: 1}}]
network:
  api: {leg: 50ms, except: [{request: 2, there: 2s, lose_reply: true}, {request: 3, back: 3s}]}
  token: {leg: 50ms, except: [{request: 1, lose_request: true}]}
strategies: [naive]
`))
	require.NoError(t, err)
	d := &node{}
	for e := range d.chances {
		d.chances[e] = chances{rand.New(rand.NewPCG(1, 1)), rand.New(rand.NewPCG(1, 1)), &atomic.Int64{}}
	}
	f := &fleet{Run: &Run{Run: world.Run{Scenario: s}}}
	api := &route{fleet: f, node: d, endpoint: fakecarrier.APIEndpoint}
	token := &route{fleet: f, node: d, endpoint: fakecarrier.TokenEndpoint}
	const leg = 50 * time.Millisecond
	for _, want := range []passage{
		{there: leg, back: leg}, {there: 2 * time.Second, back: leg, mute: true},
		{there: leg, back: 3 * time.Second}, {there: leg, back: leg},
	} {
		require.Equal(t, want, api.draw())
	}
	require.Equal(t, passage{there: leg, back: leg, lost: true}, token.draw())
	require.Equal(t, passage{there: leg, back: leg}, token.draw())
}
