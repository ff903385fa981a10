package drive

import (
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A lateness counts by how much things were late, in virtual time. The zero lateness is ready.
type lateness struct {
	mu sync.Mutex
	in measure.Recorder // guarded by mu
}

// note counts one of them; early is not late.
func (l *lateness) note(by time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.in.Add(max(0, by))
}

// at is the p-th percentile, 0 of nothing.
func (l *lateness) at(p float64) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	late, _ := l.in.Histogram().Percentile(p)
	return late
}
