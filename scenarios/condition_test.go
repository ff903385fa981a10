package scenarios

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

func TestConditions(t *testing.T) {
	run := measure.NewTally(measure.Course{Length: time.Minute, PublicIPs: 1})
	run.VirtualSeconds = 60
	run.Bans.Count = 2
	run.Actions.Succeeded, run.Actions.Failed = 9, 1
	run.Latency.N, run.Latency.P99 = 10, 1500
	for text, want := range map[string]bool{
		"bans.count > 0": true, "bans.count>2": false, "actions.rate < 0.95": true,
		"latency.p(99) >= 2s": false, "latency.p(99)>=1s": true, "bans.first >= 1m": true,
	} {
		c, err := ParseCondition(text)
		require.NoError(t, err, text)
		require.Equal(t, want, c.Holds(&run.Outcome), text)
	}
	c, err := ParseCondition(" bans.count>0")
	require.NoError(t, err)
	require.Equal(t, "bans.count > 0", c.Text)
}

// A condition that the first ban decides holds of any number of bans, and of none it does not.
func TestConditionsOfTheFirstBan(t *testing.T) {
	for text, want := range map[string]bool{
		"bans.count > 0": true, "bans.count >= 1": true, "bans.count != 0": true,
		"bans.count > 1": false, "bans.count == 1": false, "bans.count >= 0": false,
		"bans.count < 1": false, "bans.extensions > 0": false, "actions.rate < 0.9": false,
	} {
		c, err := ParseCondition(text)
		require.NoError(t, err, text)
		require.Equal(t, want, c.Banned(), text)
	}
}

func TestConditionMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"bans":                 `"bans": no metric`,
		"ban.count > 0":        `no metric "ban"; meant "bans"`,
		"bans.cuont > 0":       `bans has no figure "cuont"; meant "count"`,
		"bans.count = 0":       `meant a condition such as "bans.count > 0"`,
		"bans.count > x":       `meant a condition such as "bans.count > 0"`,
		"bans.count > 1parsec": `"1parsec"; meant a number`,
		"latency.p(99)>5":      `meant a length of time with its unit`,
		"bans.count > 2s":      `meant a number: count is no length of time`,
		"actions.rate > 2":     `meant a share from 0 to 1`,
	} {
		_, err := ParseCondition(text)
		require.ErrorContains(t, err, want, text)
	}
}
