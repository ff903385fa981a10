package study

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAudit(t *testing.T) {
	s := executed(t, NewHeader("1", smallPlan(10), Shard{}), inTurn)
	s.Name = "kept"
	finished := s.Len() - len(s.Failures())
	for _, c := range []struct {
		share    float64
		computed int
	}{{1, finished}, {0.5, (finished + 1) / 2}, {0.001, 1}} {
		a := s.Audit(c.share, Each(handmade), shuffled(1, finished))
		require.Equal(t, Audit{Equal: c.computed, Computed: c.computed}, a)
	}
	require.Equal(t, "audit: 0 of 0 equal",
		New(NewHeader("1", smallPlan(1), Shard{})).Audit(1, Each(handmade), inTurn).String(),
		"nothing is finished")
}

// One count of one cell that is not what its run comes to is found, if the cell is computed again.
func TestAuditFindsWhatDiffers(t *testing.T) {
	s := executed(t, NewHeader("1", smallPlan(10), Shard{}), inTurn)
	s.Name = "kept"
	finished := s.Len() - len(s.Failures())
	at := 0
	for s.Result(at).Outcome == nil || at < 50 {
		at++
	}
	changed := s.Result(at)
	changed.Outcome.Actions.Failed++
	put(s, changed)
	a := s.Audit(1, Each(handmade), inTurn)
	require.Equal(t, finished-1, a.Equal)
	require.ErrorContains(t, a.Differs, "kept:1:1: found 1 of "+
		strconv.Itoa(finished)+" cells that come out otherwise when they are computed again, the first "+
		s.Result(at).Cell.String())
	require.NoError(t, s.Audit(0.001, Each(handmade), inTurn).Differs, "the first cell alone")
}
