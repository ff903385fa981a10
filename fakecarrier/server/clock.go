package server

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// mostScale is the largest scale of a clock (assumed): about a day in a second.
const mostScale = 100_000

// lastInstant is the last instant of session clocks, well before int64 nanoseconds end in 2262.
var lastInstant = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

// A sessionClock is the time of one session. It runs at a multiple of real time, or is frozen, and
// can be advanced either way; it never goes back. It is safe for concurrent use.
type sessionClock struct {
	wall clockwork.Clock

	mu      sync.Mutex
	at      time.Time // the session's time at the anchor
	anchor  time.Time // a real instant
	scale   float64   // seconds of the session per real second
	frozen  bool
	changed chan struct{} // closed when it is set to run in another way
}

// A clockState is what a clock shows.
type clockState struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"`
	Scale  float64   `json:"scale"` // seconds per real second while it is not frozen
}

// newClock returns a clock that shows at, and runs at that multiple of real time.
func newClock(wall clockwork.Clock, at time.Time, scale float64) *sessionClock {
	return &sessionClock{
		wall: wall, at: at.UTC().Round(0), anchor: wall.Now(), scale: scale,
		changed: make(chan struct{}),
	}
}

// Now returns the time that the clock shows.
func (c *sessionClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *sessionClock) now() time.Time {
	if c.frozen {
		return c.at
	}
	passed := max(0, c.wall.Since(c.anchor))
	now := c.at.Add(time.Duration(float64(passed) * c.scale))
	if now.After(lastInstant) || now.Before(c.at) {
		return lastInstant
	}
	return now
}

// State returns what the clock shows and how it runs.
func (c *sessionClock) State() clockState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return clockState{Now: c.now(), Frozen: c.frozen, Scale: c.scale}
}

// Wait waits until d has passed on this clock. While the clock is frozen, only Advance lets time
// pass. It returns false if the context ends first.
func (c *sessionClock) Wait(ctx context.Context, d time.Duration) (awaited bool) {
	due := c.Now().Add(d)
	for {
		left, changed := c.left(due)
		if left <= 0 {
			return true
		}
		select {
		case <-changed:
		case <-c.wall.After(left):
		case <-ctx.Done():
			return false
		}
	}
}

// left returns the real time until the clock shows an instant, a day at most, unless the clock is
// changed before.
func (c *sessionClock) left(due time.Time) (left time.Duration, changed <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	left = 24 * time.Hour
	if of := due.Sub(c.now()); of <= 0 || !c.frozen {
		left = time.Duration(math.Ceil(min(float64(of)/c.scale, float64(left))))
	}
	return left, c.changed
}

// Freeze stops the clock where it is.
func (c *sessionClock) Freeze() {
	c.change(func() { c.frozen = true })
}

// Resume lets a frozen clock run on.
func (c *sessionClock) Resume() {
	c.change(func() { c.frozen = false })
}

// Advance moves the clock forward by d.
func (c *sessionClock) Advance(d time.Duration) error {
	if d <= 0 {
		return fmt.Errorf("found an advance by %v; meant a length of time above zero", d)
	}
	return c.AdvanceTo(c.Now().Add(d))
}

// AdvanceTo moves the clock forward to an instant. If that is past, the clock stays as it is.
func (c *sessionClock) AdvanceTo(at time.Time) error {
	if at.After(lastInstant) {
		return fmt.Errorf("found an advance to %s; meant one to before %s",
			at.UTC().Format(time.RFC3339), lastInstant.Format(time.RFC3339))
	}
	c.change(func() {
		if at.After(c.at) {
			c.at = at.UTC().Round(0)
		}
	})
	return nil
}

// Rescale lets the clock run at another multiple of real time from now on.
func (c *sessionClock) Rescale(scale float64) error {
	if err := checkScale(scale); err != nil {
		return err
	}
	c.change(func() { c.scale = scale })
	return nil
}

func checkScale(scale float64) error {
	if !(scale > 0 && scale <= mostScale) { // NaN too
		return fmt.Errorf("found a time scale of %v; meant one above 0 and at most %d", scale,
			mostScale)
	}
	return nil
}

// change changes how the clock runs from now on, which is its new anchor.
func (c *sessionClock) change(set func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.anchor = c.now(), c.wall.Now()
	set()
	close(c.changed)
	c.changed = make(chan struct{})
}
