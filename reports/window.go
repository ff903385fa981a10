package reports

import (
	"fmt"
	"time"

	"github.com/tokenstorm/tokenstorm/fakecarrier/quota"
	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios"
)

// A window counts the hits in the span that ends now, and remembers for each bin of the run the
// most it counted. Between two hits the count only falls: the most of a bin is what it began with,
// or what it counted at one of the bin's hits.
type window struct {
	hits    quota.Window
	bin     time.Duration
	fullest []int
	current int // the bin that now lies in
}

func newWindow(span, bin time.Duration, bins int) window {
	return window{hits: quota.NewWindow(span, quota.MostHits), bin: bin, fullest: make([]int, bins)}
}

// add counts a hit.
func (w *window) add(at time.Duration) {
	w.advance(int(at / w.bin))
	w.fullest[w.current] = max(w.fullest[w.current], w.hits.Add(at))
}

// advance enters the bins up to this one; what is beyond the last counts as the last.
func (w *window) advance(bin int) {
	for bin = min(bin, len(w.fullest)-1); w.current < bin; {
		w.current++
		w.fullest[w.current] = w.hits.Count(time.Duration(w.current) * w.bin)
	}
}

// counts returns the bins, all of them: the run is over.
func (w *window) counts() []int {
	w.advance(len(w.fullest) - 1)
	return w.fullest
}

// windowName names a window by its length in seconds.
func windowName(l quota.Limit) string {
	if l.Hits == 0 {
		return unit.None
	}
	return fmt.Sprintf("%g s", l.Window.Seconds())
}

// tokenLimits are those of the two that the carrier has.
func tokenLimits(c *scenarios.CarrierSpec) (limits []quota.Limit) {
	burst, average := c.TokenLimits()
	for _, l := range []quota.Limit{burst, average} {
		if l.Hits > 0 {
			limits = append(limits, l)
		}
	}
	return limits
}

// windowNames name the windows of the scenario's carriers; where they differ, by what they limit.
func windowNames(s *scenarios.Scenario) (burst, average string) {
	first, longer := s.TokenLimits()
	burst, average = windowName(first), windowName(longer)
	for _, c := range s.Carriers() {
		other, another := c.TokenLimits()
		if windowName(other) != windowName(first) {
			burst = "burst"
		}
		if windowName(another) != windowName(longer) {
			average = "average"
		}
	}
	return burst, average
}

// usage is how full a window was, as 4/15.
func usage(peak, limit int) string {
	if limit == 0 {
		return unit.None
	}
	return fmt.Sprintf("%s/%d", unit.Count(peak), limit)
}
