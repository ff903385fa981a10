package prove

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A tale notes what kinds of records a schedule has.
type tale struct {
	kinds   []measure.Kind
	crashes int
}

func (t *tale) Add(r *measure.Record)      { t.kinds = append(t.kinds, r.Kind) }
func (t *tale) Crashed(int, time.Duration) { t.crashes++ }

// The smallest counterexample has no more out of the ordinary than it needs, and is one when it is
// carried out again, or its file is run.
func TestLeast(t *testing.T) {
	for _, c := range []struct {
		name, strategy                string
		nodes, slow, losses, crashes  int
		property                      int
		needsSlow, needsLost, crashed int
	}{
		// Two nodes that share nothing kill each other's token whatever the legs take.
		{"self-harm", "naive-retry-0", 2, 2, 1, 1, 2, 0, 0, 0},
		// One node alone fails when something is lost, or when it crashes: a loss is tried last.
		{"one node", "naive-retry-0", 1, 2, 1, 1, 3, 0, 0, 1},
		{"no crash", "naive-retry-0", 1, 2, 1, 0, 3, 0, 1, 0},
		// Four hits within a second need one call that is refused later than the other.
		{"a ban", "lock-recheck", 2, 2, 0, 0, 1, 1, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := scope(t, c.strategy, c.nodes, 1, c.slow, c.losses, c.crashes)
			least, err := Least(s, c.property, func() bool { return false })
			require.NoError(t, err)
			require.Equal(t, [3]int{c.needsSlow, c.needsLost, c.crashed},
				[3]int{least.Slow, least.Losses, least.Crashes})
			var told tale
			broken, err := least.Carry(least.Ways, &told)
			require.NoError(t, err)
			require.True(t, broken[c.property])
			require.Equal(t, c.crashed, told.crashes)
			require.Contains(t, told.kinds, measure.TokenJudged)
			text, err := least.File()
			require.NoError(t, err)
			require.NotEmpty(t, text)
		})
	}
	_, err := Least(scope(t, "naive-retry-0", 1, 1, 2, 0, 0), 0, func() bool { return false })
	require.EqualError(t, err, `no schedule breaks "no ban under akamai"`)
}
