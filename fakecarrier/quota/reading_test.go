package quota

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The readings hold no list of hits: what a meter allocates does not grow with the rate.
func TestRulesAreBounded(t *testing.T) {
	for _, r := range Readings() {
		rule := r.Rule(Terms{Threshold: fedexBurst})
		now := epoch
		judge := func(n int, gap time.Duration) {
			for range n {
				now = now.Add(gap)
				rule.Judge(now.UnixNano())
			}
		}
		judge(1000, 333*time.Millisecond) // many seconds apart for R4
		judge(100_000, time.Microsecond)
		require.Zero(t, testing.AllocsPerRun(100, func() { judge(100, time.Microsecond) }), r.ID)
		require.Zero(t, testing.AllocsPerRun(100, func() { judge(10, 333*time.Millisecond) }), r.ID)
	}
}

// Those of the burst threshold come first, and each kind in the order of its IDs.
func TestReadingsAreInOrder(t *testing.T) {
	ids := ReadingIDs()
	require.Subset(t, ids, []string{"R1", "R7", "A1", "A4"})
	require.True(t, slices.IsSortedFunc(Readings(), func(a, b Reading) int {
		return cmp.Or(order(a.Average, b.Average), cmp.Compare(a.ID, b.ID))
	}), "%v", ids)
	for _, r := range Readings() {
		require.Equal(t, r.ID == "A4", r.Unenforced(), r.ID)
	}
}

// order puts false first.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func BenchmarkReading(b *testing.B) {
	for _, r := range Readings() {
		for _, gap := range []time.Duration{time.Millisecond, 300 * time.Millisecond} {
			b.Run(fmt.Sprintf("%s/%v", r.ID, gap), func(b *testing.B) {
				rule := r.Rule(Terms{Threshold: fedexBurst})
				now := epoch
				b.ReportAllocs()
				for b.Loop() {
					now = now.Add(gap)
					rule.Judge(now.UnixNano())
				}
			})
		}
	}
}
