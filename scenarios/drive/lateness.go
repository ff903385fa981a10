package drive

import (
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// A lateness counts by how much things were late, in virtual time.
type lateness struct {
	mu sync.Mutex
	in *hdrhistogram.Histogram // guarded by mu; microseconds
}

func newLateness() *lateness {
	return &lateness{in: hdrhistogram.New(1, time.Hour.Microseconds(), 3)}
}

// note counts one of them; early is not late, and more than an hour is an hour.
func (l *lateness) note(by time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	// The only error is a value out of range, which the bounds exclude.
	_ = l.in.RecordValue(max(0, min(by, time.Hour).Microseconds()))
}

// at is the p-th percentile.
func (l *lateness) at(p float64) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Duration(l.in.ValueAtPercentile(p)) * time.Microsecond
}
