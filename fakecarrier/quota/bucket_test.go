package quota

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// At three permits a second, one takes a third of a nanosecond more than 333,333,333 ns.
func TestBucketIsExact(t *testing.T) {
	const third = time.Second / 3
	for _, c := range []struct {
		why   string
		first int // hits at once
		wait  time.Duration
		then  int // hits at once
		want  bool
	}{
		{"full at the start", 0, 0, 15, false},
		{"a sixteenth finds none", 0, 0, 16, true},
		{"not yet refilled by one", 15, third, 1, true},
		{"refilled by one", 15, third + 1, 1, false},
		{"not yet full again", 1, third, 15, true},
		{"full again", 1, third + 1, 15, false},
		{"never fuller than full", 0, time.Hour, 16, true},
	} {
		rule := readings["R7"].Rule(Terms{Threshold: fedexBurst})
		hits := slices.Concat(
			slices.Repeat([]int64{epoch.UnixNano()}, c.first),
			slices.Repeat([]int64{epoch.Add(c.wait).UnixNano()}, c.then),
		)
		v, _ := firstViolation(rule, hits)
		require.Equal(t, c.want, v.Violated, c.why)
	}
}

// A bucket is full before the first hit, also where that came before 1970.
func TestBucketBefore1970(t *testing.T) {
	rule := readings["R7"].Rule(Terms{Threshold: fedexBurst})
	require.False(t, rule.Judge(-1000*aSecond).Violated)
	j := Judge([]time.Time{time.Unix(-1000, 0)}, fedexThresholds, []string{"R7"})
	require.Equal(t, Range{1, 1}, j[0].Peak)
}
