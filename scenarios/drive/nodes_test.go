package drive

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// TestDrivenPlatforms lets nodes come and go. Tokens coexist, so each that is asked for cold is a
// node that began.
func TestDrivenPlatforms(t *testing.T) {
	const coexist = "carrier: {tokens: coexist}\n"
	const one = closedUsers + coexist + "faults:\n"
	const two = "fleet: {users: 4, nodes: 2}\nworkload: [{closed: {think: 1s}}]\n" + coexist +
		"faults:\n"
	const shared = "fleet: {users: 4, nodes: 2, cache: fleet}\nworkload: [{closed: {think: 1s}}]\n" +
		coexist + "faults:\n"
	drivenCases{
		{"one node away", one + "  - restart: {at: 6s, down: 6s}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.Equal(t, measure.Whys{Cold: 2}, s.Token.Why)
				require.NotZero(t, s.Actions.Failed, "nobody is there to serve them")
				require.LessOrEqual(t, s.API.Requests, s.Actions.Started-s.Actions.Failed)
			}},
		{"one of two away", two + "  - restart: {at: 5s, down: 3s, every: 6s}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.Equal(t, measure.Whys{Cold: 4}, s.Token.Why)
				require.Zero(t, s.Actions.Failed, "the other one serves its users")
			}},
		{"one of two alone", two + "  - restart: {at: 6s, down: 4s, node: 1}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.Equal(t, measure.Whys{Cold: 3}, s.Token.Why)
			}},
		{"a cache that outlives its nodes", shared + "  - restart: {at: 5s, down: 3s, every: 6s}\n",
			"lock-recheck", func(t *testing.T, s *measure.Outcome) {
				require.LessOrEqual(t, s.Token.Why.Cold, 2)
			}},
		{"calls under way finish", one + "  - restart: {at: 4s, down: 1s}\n" +
			"  - carrier_slow: {at: 0s, adds: 6s, only: api}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.Zero(t, s.Actions.Failed)
				require.GreaterOrEqual(t, s.Actions.Succeeded, 3)
				require.Equal(t, measure.Whys{Cold: 2}, s.Token.Why)
			}},
		{"a cache that is down stays so", one + "  - cache_down: {at: 4s}\n" +
			"  - restart: {at: 7s, down: 3s}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.NotZero(t, s.Token.Why.CacheDown)
				require.LessOrEqual(t, s.Token.Why.Cold, 1, "the restarted node has no cache either")
			}},
		{"scaled out", two + "  - scale_out: {at: 6s, nodes: 2}\n", "lock-recheck",
			func(t *testing.T, s *measure.Outcome) {
				require.Equal(t, measure.Whys{Cold: 4}, s.Token.Why)
				require.Zero(t, s.Actions.Failed)
			}},
	}.run(t, 20)
}
