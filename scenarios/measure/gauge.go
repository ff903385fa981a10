package measure

import "time"

// most is how many hits a gauge tells apart.
const most = 1 << 20

// A gauge counts hits in a sliding window, for headroom: the share of a limit that is in use.
type gauge struct {
	window time.Duration
	at     []time.Duration // a ring, a power of two long
	first  int             // the oldest hit in the window
	count  int
}

func newGauge(window time.Duration) gauge {
	return gauge{window: window, at: make([]time.Duration, 64)}
}

// add counts a hit and returns the hits in (now-window, now]; beyond 2^20 it stays there.
func (g *gauge) add(now time.Duration) int {
	for g.count > 0 && g.at[g.first] <= now-g.window {
		g.drop()
	}
	switch g.count {
	case most:
		g.drop()
	case len(g.at):
		g.grow()
	}
	g.at[(g.first+g.count)&(len(g.at)-1)] = now
	g.count++
	return g.count
}

func (g *gauge) drop() {
	g.first = (g.first + 1) & (len(g.at) - 1)
	g.count--
}

func (g *gauge) grow() {
	at := make([]time.Duration, 2*len(g.at))
	n := copy(at, g.at[g.first:])
	copy(at[n:], g.at[:g.first])
	g.at, g.first = at, 0
}
