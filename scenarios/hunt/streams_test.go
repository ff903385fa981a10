package hunt

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
)

// ofNode keeps what happened on a node: when its users clicked, and how long its calls took.
type ofNode struct {
	node uint16
	all  []time.Duration
}

func (o *ofNode) Add(r *measure.Record) {
	switch {
	case r.Node != o.node:
	case r.Kind == measure.ActionStarted:
		o.all = append(o.all, r.At)
	case r.Kind == measure.APIAnswered, r.Kind == measure.TokenAnswered:
		o.all = append(o.all, r.At-r.Sent)
	}
}

// A find is a scenario and a seed. Leaving out a node, with those who click there, shifts no draw
// of the node that is left: streams are named after the node, the load and the user. Where the
// carrier takes a time of its own to answer it does: that is one stream for all who ask.
func TestLeavingOutANodeShiftsNoDraw(t *testing.T) {
	t.Parallel()
	const one = `{who: {users: 3, nodes: [0]}, closed: {think: exp 3s}}`
	const other = `, {who: {users: 2, nodes: [1]}, closed: {think: exp 2s}}`
	draws := func(nodes, workload, carrier string) []time.Duration {
		s, err := scenarios.Parse("streams.yaml", []byte("about: x\nlength: 5m\nfleet: {nodes: "+
			nodes+"}\ncarrier: {tokens: coexist"+carrier+"}\nworkload: ["+workload+"]\n"+
			"network: {api: {leg: exp 100ms, lose_replies: 0.05}, token: {leg: exp 200ms}}\n"+
			"strategies: [naive]\n"))
		require.NoError(t, err)
		naive := named(t, "naive")
		var kept ofNode
		_, err = world.Run{Scenario: s, Strategy: naive.Strategy, Seed: 7}.Do(&kept)
		require.NoError(t, err)
		return kept.all
	}
	require.NotEmpty(t, draws("1", one, ""))
	require.Equal(t, draws("1", one, ""), draws("2", one+other, ""))
	const slow = ", service_time: exp 300ms"
	require.NotEqual(t, draws("1", one, slow), draws("2", one+other, slow))
}
