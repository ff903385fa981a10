package quota

import (
	"fmt"
	"time"
)

// A Limit is a number of hits that fixed windows may hold.
type Limit struct {
	Hits   int
	Window time.Duration
	Start  WindowStart
}

// String is the limit as users type it: 5/1m0s.
func (l Limit) String() string { return fmt.Sprintf("%d/%v", l.Hits, l.Window) }

// Check reports what no limit can be.
func (l Limit) Check() error {
	if l.Hits < 1 || l.Window <= 0 {
		return fmt.Errorf("a limit needs a number and a window above zero, not %d in %v",
			l.Hits, l.Window)
	}
	return nil
}

// An Allowance is a Limit in use. Instants are nanoseconds of Unix time.
type Allowance struct{ window fixed }

// Open returns the limit unused.
func (l Limit) Open() *Allowance {
	return &Allowance{*newFixed(int64(l.Window), l.Hits+1, l.Start, HalfOpen)}
}

// Exceeds counts a hit, and reports whether it is beyond the limit, as every further one of its
// window is.
func (a *Allowance) Exceeds(at int64) bool { return a.window.hit(at) >= a.window.full }

// Clone returns a copy, which counts hits that the original knows nothing of.
func (a *Allowance) Clone() *Allowance {
	copied := *a
	return &copied
}

// Until is when the window ends that the latest hit is in, and the next one is accepted.
func (a *Allowance) Until() int64 { return a.window.ends }

// Rule returns a fresh Rule that the hits beyond the limit violate.
func (l Limit) Rule() Rule { return &l.Open().window }
