package world

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

// What is said of one request shifts no other draw: those of the same node before it, and all of
// the other node, go as they went.
func TestExceptionsShiftNoOtherDraw(t *testing.T) {
	for except, want := range map[string]string{
		"":                                    "",
		"{node: 1, request: 3, there: 900ms}": "3",
		"{node: 1, request: 3, back: 900ms}":  "3",
		"{node: 1, request: 3, lose_request: true}": "3",
		"{node: 1, request: 3, lose_reply: true}":   "3",
	} {
		plain, with := legsOf(t, ""), legsOf(t, except)
		var differ string
		for key, leg := range plain {
			if with[key] != leg {
				require.Regexp(t, "^node 1", key)
				differ += key[len("node 1 request "):]
			}
		}
		require.Equal(t, want, differ, except)
	}
}

// legsOf are how long the requests took that two nodes sent, by node and number.
func legsOf(t *testing.T, except string) map[string]string {
	t.Helper()
	s, err := scenarios.Parse("two.yaml", fmt.Appendf(nil, `
about: Two nodes, whose tokens coexist.
length: 1m
fleet: {nodes: 2, users: 2}
carrier: {tokens: coexist}
workload: [{closed: {think: 8s}}]
start: warm
network: {api: {leg: exp 50ms, timeout: 1s, except: [%s]}, token: {leg: 50ms}}
strategies: [naive]
`, except))
	require.NoError(t, err)
	with, err := spec.Lookup("naive")
	require.NoError(t, err)
	legs := legFold{numbers: map[uint16]int{}, took: map[string]string{}}
	_, err = Run{Scenario: s, Strategy: with, Seed: 1}.Do(&legs)
	require.NoError(t, err)
	require.Greater(t, len(legs.took), 10)
	return legs.took
}

// A legFold keeps how each API call came back, and after how long.
type legFold struct {
	numbers map[uint16]int
	took    map[string]string
}

func (f *legFold) Add(r *measure.Record) {
	if r.Kind == measure.APIAnswered {
		f.numbers[r.Node]++
		key := fmt.Sprintf("node %d request %d", r.Node, f.numbers[r.Node])
		f.took[key] = fmt.Sprint(r.At-r.Sent, " ", r.Status)
	}
}
