package server

import (
	"fmt"
	"slices"
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

	mu     sync.Mutex
	at     time.Time // the session's time at the anchor
	anchor time.Time // a real instant
	scale  float64   // seconds of the session per real second
	frozen bool
	waits  []wait
	alarm  clockwork.Timer // for the earliest of them; nil while frozen or without waits
}

// A wait is a caller of After who waits for an instant.
type wait struct {
	due     time.Time
	arrived chan time.Time
}

// A clockState is what a clock shows.
type clockState struct {
	Now    time.Time `json:"now"`
	Frozen bool      `json:"frozen"`
	Scale  float64   `json:"scale"` // seconds per real second while it is not frozen
}

// newClock returns a clock that shows at, and runs at that multiple of real time.
func newClock(wall clockwork.Clock, at time.Time, scale float64) *sessionClock {
	return &sessionClock{wall: wall, at: at.UTC().Round(0), anchor: wall.Now(), scale: scale}
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

// After sends the time on the channel after d has passed on this clock. While the clock is frozen,
// only Advance lets time pass.
func (c *sessionClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := wait{due: c.now().Add(d), arrived: make(chan time.Time, 1)}
	c.waits = append(c.waits, w)
	c.settle()
	return w.arrived
}

// Forget cancels a wait that After began.
func (c *sessionClock) Forget(arrived <-chan time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waits = slices.DeleteFunc(c.waits, func(w wait) bool { return w.arrived == arrived })
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
	c.settle()
}

// settle ends the waits that are due, and sets the alarm for the next one.
func (c *sessionClock) settle() {
	if c.alarm != nil {
		c.alarm.Stop()
		c.alarm = nil
	}
	now, left := c.now(), float64(24*time.Hour) // of real time
	c.waits = slices.DeleteFunc(c.waits, func(w wait) bool {
		if w.due.After(now) {
			left = min(left, float64(w.due.Sub(now))/c.scale)
			return false
		}
		w.arrived <- now
		return true
	})
	if len(c.waits) == 0 || c.frozen {
		return
	}
	c.alarm = c.wall.AfterFunc(time.Duration(left)+1, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.settle()
	})
}
