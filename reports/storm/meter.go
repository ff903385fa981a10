package storm

import (
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
)

// A meter counts the hits at one public IP.
type meter struct {
	burst quota.Window // as long as the burst threshold
	kept  quota.Window // for the longer window, at the beginning of the stretch that is shown
}

func newMeter(burst, average quota.Limit) *meter {
	longest := max(burst.Window, average.Window)
	return &meter{
		burst: quota.NewWindow(burst.Window, quota.MostHits),
		kept:  quota.NewWindow(longest+before+after, quota.MostHits),
	}
}

// add counts a hit, and returns how many the burst's window that ends with it held.
func (m *meter) add(at time.Duration) int {
	m.kept.Add(at)
	return m.burst.Add(at)
}

// mostSteps is how many steps a meter is drawn with: more than a screen shows apart. Assumed.
const mostSteps = 300

// steps are how many of the hits each span that ends in [from, until] held, as pairs of instant
// and count, instants as at returns them. Too many steps are thinned.
func steps(hits []time.Duration, span, from, until time.Duration, at func(time.Duration) int64,
) []int64 {
	w := quota.NewWindow(span, quota.MostHits)
	last := 0
	arrive := func(now time.Duration) int {
		for ; last < len(hits) && hits[last] <= now; last++ {
			w.Add(hits[last])
		}
		return w.Count(now)
	}
	list := []int64{at(from), int64(arrive(from))}
	for {
		next := until + 1
		if last < len(hits) {
			next = hits[last]
		}
		if leaves, ok := w.Next(); ok {
			next = min(next, leaves)
		}
		if next > until {
			return thin(list)
		}
		list = append(list, at(next), int64(arrive(next)))
	}
}

// thin joins the steps that lie within one grain into the highest of them. The grain is the finest
// that leaves few enough.
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
