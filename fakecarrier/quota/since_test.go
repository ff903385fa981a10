package quota

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Since when the window was filled that the last hit violates, by hand. At a rate of 1 and a span
// of two seconds R4e wants a hit in each of two seconds, R3 and R5 two.
func TestSince(t *testing.T) {
	slow := func(span time.Duration) Threshold { return Threshold{Rate: 1, Span: span} }
	const s, ms = time.Second, time.Millisecond
	for _, c := range []struct {
		why       string
		reading   string
		threshold Threshold
		end       WindowEnd
		hits      []time.Duration
		since     time.Duration
	}{
		{"the second that begins at -1 s ends before the hit at 0 does, and is no such second",
			"R4e", slow(2 * s), HalfOpen, []time.Duration{0, s - 1}, -s + 1},
		{"the third hit is in no second that begins at 1 s or before",
			"R4e", slow(2 * s), HalfOpen, []time.Duration{0, 1500 * ms, 2 * s}, 500*ms + 1},
		{"the hit on the edge fills the second before, [1, 2]",
			"R3", slow(2 * s), Closed, []time.Duration{100 * ms, 200 * ms, 1500 * ms, 2 * s}, 0},
		{"the hits at 0 and at 1 s are in one second, [0, 1]",
			"R5", slow(s), Closed, []time.Duration{0, s, s, 2 * s}, 0},
		{"a third of a second, rounded up, makes the bucket full again",
			"R7", fedexBurst, HalfOpen, herdAt(s/3+1, 16, 0), s/3 + 1},
		{"two thirds of a second, rounded up, make up for two hits",
			"R7", fedexBurst, HalfOpen, herdAt(2*s/3+1, 16, 0, 0), 2*s/3 + 1},
	} {
		rule := readings[c.reading].Rule(Terms{Threshold: c.threshold, End: c.end})
		var v Verdict
		for _, hit := range c.hits {
			v = rule.Judge(epoch.Add(hit).UnixNano())
		}
		require.True(t, v.Violated, c.why)
		require.Equal(t, c.hits[len(c.hits)-1], time.Duration(v.At-epoch.UnixNano()), c.why)
		require.Equal(t, c.since, time.Duration(v.Since-epoch.UnixNano()), c.why)
	}
}

// herdAt is n hits at an instant, after some others.
func herdAt(at time.Duration, n int, before ...time.Duration) []time.Duration {
	for range n {
		before = append(before, at)
	}
	return before
}
