package storm

import (
	"slices"
	"time"
)

// The windows of the FedEx thresholds, sliding, whatever the reading in force (the carrier's rate
// limit guide: 3 hits/s during 5 s, 1 hit/s during 2 min).
const (
	burstSpan   = 5 * time.Second
	averageSpan = 120 * time.Second
)

// kept is how long the instants of hits are kept: for the average at the beginning of a window.
const kept = averageSpan + before + after

// A meter counts the hits at one public IP.
type meter struct {
	hits  []time.Duration // the latest
	burst int             // index of the first within 5 s of the latest
}

// add counts a hit, and returns how many the 5 s that end with it held.
func (m *meter) add(at time.Duration) int {
	m.hits = append(m.hits, at)
	// Forgetting moves what is kept; it is put off until half of it can be forgotten.
	if old := len(m.hits) / 2; m.hits[old] < at-kept {
		m.hits = append(m.hits[:0], m.hits[old:]...)
		m.burst = max(0, m.burst-old)
	}
	return m.burstAt(at)
}

// burstAt returns how many the 5 s that end now held.
func (m *meter) burstAt(now time.Duration) int {
	for m.burst < len(m.hits) && m.hits[m.burst] <= now-burstSpan {
		m.burst++
	}
	return len(m.hits) - m.burst
}

// since returns the hits after from.
func (m *meter) since(from time.Duration) []time.Duration {
	i, _ := slices.BinarySearch(m.hits, from)
	return slices.Clone(m.hits[i:])
}

// mostSteps is how many steps a meter is drawn with: more than a screen shows apart. Assumed.
const mostSteps = 300

// steps tells how many of the hits each span that ends in [from, until] held, as pairs of instant
// and count, instants as at returns them. Where there are too many steps, several within a grain
// are told by the most of them, and the count after the last.
func steps(hits []time.Duration, span, from, until time.Duration, at func(time.Duration) int64,
) []int64 {
	first, last := 0, 0
	for last < len(hits) && hits[last] <= from {
		last++
	}
	for first < last && hits[first] <= from-span {
		first++
	}
	told := []int64{at(from), int64(last - first)}
	for {
		next := until + 1
		if last < len(hits) {
			next = hits[last]
		}
		if first < last {
			next = min(next, hits[first]+span)
		}
		if next > until {
			return thin(told)
		}
		for first < last && hits[first]+span <= next {
			first++
		}
		for last < len(hits) && hits[last] <= next {
			last++
		}
		told = append(told, at(next), int64(last-first))
	}
}

// thin leaves of steps closer than a grain the highest, with the grain as fine as may be.
func thin(steps []int64) []int64 {
	for grain := int64(1); len(steps) > 2*mostSteps; grain *= 2 {
		thinned := steps[:2:2]
		for i := 2; i < len(steps); i += 2 {
			last := len(thinned) - 2
			if last > 0 && steps[i]/grain == thinned[last]/grain {
				thinned[last+1] = max(thinned[last+1], steps[i+1])
				continue
			}
			thinned = append(thinned, steps[i], steps[i+1])
		}
		steps = thinned
	}
	return steps
}
