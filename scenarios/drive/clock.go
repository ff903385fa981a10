package drive

import (
	"context"
	"runtime"
	"time"
)

// A clock shows virtual time: real time at a scale. Strategies, nodes and users use it.
type clock struct {
	epoch  time.Time // of the scenario
	anchor time.Time // the real instant at which the clock shows the epoch
	scale  float64   // virtual seconds per real second
	late   lateness  // of timers
}

func newClock(epoch, anchor time.Time, scale float64) *clock {
	return &clock{epoch: epoch, anchor: anchor, scale: scale}
}

// elapsed is the virtual time since the scenario's epoch; negative before it.
func (c *clock) elapsed() time.Duration {
	return time.Duration(float64(time.Since(c.anchor)) * c.scale)
}

// Now is the virtual instant.
func (c *clock) Now() time.Time { return c.epoch.Add(c.elapsed()) }

// Steady is the virtual instant, too: nobody sets this clock.
func (c *clock) Steady() time.Time { return c.Now() }

// After sends on the channel once d has passed in virtual time.
func (c *clock) After(d time.Duration) <-chan time.Time { return time.After(c.real(d)) }

// Sleep waits for d, or until ctx ends.
func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	if d > 0 {
		c.until(ctx, c.elapsed()+d)
	}
	return ctx.Err()
}

// real is how long d takes in real time.
func (c *clock) real(d time.Duration) time.Duration {
	return time.Duration(float64(d) / c.scale)
}

// timer returns a timer for the virtual instant at. The caller stops it.
func (c *clock) timer(at time.Duration) *time.Timer {
	return time.NewTimer(c.real(at - c.elapsed()))
}

// until waits for the virtual instant at. It returns false if ctx ends first.
func (c *clock) until(ctx context.Context, at time.Duration) bool {
	begun := c.elapsed()
	left := c.real(at - begun)
	switch {
	case left <= 0 || ctx.Err() != nil:
		return ctx.Err() == nil
	case left < shortWait:
		for c.elapsed() < at {
			runtime.Gosched()
		}
	default:
		t := time.NewTimer(left)
		defer t.Stop()
		select {
		case <-t.C:
			c.late.note(c.elapsed() - at)
		case <-ctx.Done():
			return false
		}
	}
	purposeOf(ctx).action.waited(at-begun, c.elapsed()-at)
	return ctx.Err() == nil
}

// shortWait is the longest wait that is not left to a timer: the timer would be late by many times
// as much. To read a store takes less than this. Assumed.
const shortWait = 100 * time.Microsecond
