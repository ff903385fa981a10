package fakecarrier

import "time"

// most is how many hits a Gauge tells apart.
const most = 1 << 20

// A Gauge counts hits in a sliding window, for headroom: the share of a limit that is in use.
type Gauge struct {
	window    int64
	at        []int64 // a ring, a power of two long
	first     int     // the oldest hit in the window
	count     int
	peak      int
	saturated bool
}

// NewGauge returns a Gauge of that window.
func NewGauge(window time.Duration) *Gauge {
	return &Gauge{window: int64(window), at: make([]int64, 64)}
}

// Add counts a hit and returns the hits in (now-window, now]; beyond 2^20 it stays there.
func (g *Gauge) Add(now time.Time) int {
	at := now.UnixNano()
	for g.count > 0 && g.at[g.first] <= at-g.window {
		g.drop()
	}
	switch {
	case g.count == most:
		g.saturated = true
		g.drop()
	case g.count == len(g.at):
		g.grow()
	}
	g.at[(g.first+g.count)&(len(g.at)-1)] = at
	g.count++
	g.peak = max(g.peak, g.count)
	return g.count
}

func (g *Gauge) drop() {
	g.first = (g.first + 1) & (len(g.at) - 1)
	g.count--
}

func (g *Gauge) grow() {
	at := make([]int64, 2*len(g.at))
	n := copy(at, g.at[g.first:])
	copy(at[n:], g.at[:g.first])
	g.at, g.first = at, 0
}

// Peak is the most hits that any window held.
func (g *Gauge) Peak() int { return g.peak }

// Saturated reports whether a window held more hits than the gauge tells apart.
func (g *Gauge) Saturated() bool { return g.saturated }
