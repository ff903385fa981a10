package quota

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A streak is told once for the moment when it was long enough, and then for every hit that it
// lasts to.
func TestContinuousTellsOnce(t *testing.T) {
	for _, c := range []struct {
		why  string
		then []int64
		want []bool
	}{
		{"revealed after the streak broke", []int64{9000}, []bool{true}},
		{"told at its moment, not once broken", []int64{5000, 9000}, []bool{true, false}},
		{"lasting still", []int64{5000, 5100}, []bool{true, true}},
	} {
		rule := readings["R5"].Rule(Terms{Threshold: fedexBurst})
		var hits []int64
		for ms := int64(0); ms <= 4500; ms += 900 {
			hits = append(hits, herd(4, ms)...)
		}
		for _, hit := range trace(hits...) {
			require.False(t, rule.Judge(hit.UnixNano()).Violated)
		}
		var got []bool
		for _, hit := range trace(c.then...) {
			got = append(got, rule.Judge(hit.UnixNano()).Violated)
		}
		require.Equal(t, c.want, got, c.why)
	}
}
