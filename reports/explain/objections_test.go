package explain

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/reports"
	"github.com/tokenstorm/tokenstorm/scenarios"
	"github.com/tokenstorm/tokenstorm/scenarios/world"
	"github.com/tokenstorm/tokenstorm/strategies/spec"
)

const twoMeters = `
about: tokens at 0.05, 2.05, 4.05, 6.05 and 8.05 s
length: 10s
fleet: {nodes: 1, users: 1}
network: {api: {leg: 50ms}, token: {leg: 50ms}}
carrier:
  expires_in: 0s
  tokens: coexist
  meters:
    - {watches: token, key: ip, rule: {limit: 1/5s, window: fixed}, answers: refuse}
    - watches: token
      key: client
      rule: {limit: 3/20s, window: sliding}
      answers: {refuse: {status: 430}}
workload: [{burst: {at: 0s, clicks: 5, apart: 2s}}]
strategies: [naive]
`

// explained is the explanation of a run of a scenario with naive.
func explained(t *testing.T, scenario string) *reports.Explanation {
	t.Helper()
	s, err := scenarios.Parse("s.yaml", []byte(scenario))
	require.NoError(t, err)
	with, err := spec.Lookup("naive")
	require.NoError(t, err)
	e, err := Run(world.Run{Scenario: s, Strategy: with, Seed: 1}, 5,
		func(n int, do func(i int) error) error {
			for i := range n {
				if err := do(i); err != nil {
					return err
				}
			}
			return nil
		})
	require.NoError(t, err)
	return e
}

// The first meter objects to 2.05, the second hit in [0s, 5s), to 4.05 and to 8.05; the second one,
// as the first in the list, to 6.05, its fourth hit since 0.05.
func TestExplainSaysWhichMeterObjected(t *testing.T) {
	e := explained(t, twoMeters)
	require.Len(t, e.Objections, 2)
	first, second := e.Objections[0], e.Objections[1]
	at := func(d time.Duration) unit.Milliseconds { return unit.Milliseconds(d) }
	require.Equal(t, []any{1, 3, at(2050 * time.Millisecond), 2, at(0)},
		[]any{first.Meter, first.Count, first.At, first.Hits, first.Since})
	require.Equal(t, []any{2, 1, at(6050 * time.Millisecond), 4, at(50 * time.Millisecond)},
		[]any{second.Meter, second.Count, second.At, second.Hits, second.Since})
	var b bytes.Buffer
	e.Write(&b, reports.Format{})
	require.Contains(t, b.String(), "3 token requests in 20s (sliding) per client id: 430")
	require.Contains(t, b.String(), "token request: 430, throttled by meter 2")
}

// Calls at 0.15 s, at 20.05 s, where the token has been killed, and at 31.05 s, to which the meter
// objects as to the third. The three between them, at 20.25, 20.45 and 20.65 s, a proxy refused.
func TestAMeterSawNoCallThatAProxyAnswered(t *testing.T) {
	e := explained(t, `
about: x
length: 40s
network: {api: {leg: 50ms}, token: {leg: 50ms}, proxy_caches: {status: 401, for: 10s}}
carrier: {meters: [{watches: api, key: ip, rule: {limit: 2/1m, window: sliding}, answers: refuse}]}
workload:
  - {burst: {at: 0s, clicks: 1}}
  - {burst: {at: 20s, clicks: 1}}
  - {burst: {at: 31s, clicks: 1}}
faults: [{external_renewal: {at: 10s}}]
strategies: [naive]
`)
	require.Len(t, e.Objections, 1)
	require.Equal(t, 3, e.Objections[0].Hits)
	require.Equal(t, unit.Milliseconds(31050*time.Millisecond), e.Objections[0].At)
	var b bytes.Buffer
	e.Write(&b, reports.Format{})
	require.Contains(t, b.String(), "API call: 401, kept by a proxy before the carrier")
}
