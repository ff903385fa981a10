package fakecarrier

import (
	"slices"
	"time"
)

// epoch is when tests begin.
var epoch = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// trace is the hits at so many milliseconds after the epoch.
func trace(ms ...int64) []time.Time {
	hits := make([]time.Time, len(ms))
	for i, m := range ms {
		hits[i] = epoch.Add(time.Duration(m) * time.Millisecond)
	}
	return hits
}

// herd is n hits at one instant.
func herd(n int, ms int64) []int64 {
	return slices.Repeat([]int64{ms}, n)
}
