package reports

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A run without a ban may have gone wrong all the same: lost sessions stand beside the bans.
func TestFate(t *testing.T) {
	for want, o := range map[string]measure.Outcome{
		"no ban, no action ended": {},
		"no ban, ok 50.0 % of 2":  {Actions: measure.Actions{Succeeded: 1, Failed: 1}},
		"no ban, 1 session lost, no action ended": {
			Sessions: &measure.Sessions{Lost: 1},
		},
		"2 bans, 3 sessions lost, ok 100 % of 1": {
			Bans: measure.Bans{Count: 2}, Sessions: &measure.Sessions{Lost: 3},
			Actions: measure.Actions{Succeeded: 1},
		},
		"no ban, ok 100 % of 1": {
			Sessions: &measure.Sessions{}, Actions: measure.Actions{Succeeded: 1},
		},
	} {
		require.Equal(t, want, fate(&o))
	}
}
