package quota

import (
	"math"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register(Reading{
		ID: "R2", About: "more than 15 hits in a fixed 5 s window",
		limit: total, rule: fixedSpan, bounds: fixedSpanBounds,
	})
	register(Reading{
		ID: "R2e", About: "15 or more hits in a fixed 5 s window",
		Inclusive: true, limit: total, rule: fixedSpan, bounds: fixedSpanBounds,
	})
	register(Reading{
		ID: "R6f", About: "more than 3 hits in a fixed second",
		limit: each, rule: fixedSecond, bounds: fixedSecondBounds,
	})
	register(Reading{
		ID: "A2", About: "more than 120 hits in a fixed 120 s window",
		Average: true, limit: total, rule: fixedSpan, bounds: fixedSpanBounds,
	})
}

func fixedSpan(t Terms, full int) Rule {
	return newFixed(int64(t.Threshold.Span), full, t.Start, t.End)
}

func fixedSecond(t Terms, full int) Rule {
	return newFixed(aSecond, full, t.Start, t.End)
}

// A fixed window is one that ends with a hit, and begins where a bucket of its length does.
func fixedSpanBounds(t Terms, fulls []int) bounds {
	return newSlidingBounds(0, int64(t.Threshold.Span), fulls)
}

func fixedSecondBounds(_ Terms, fulls []int) bounds { return newSlidingBounds(0, aSecond, fulls) }

// fixed is violated by the hit that makes it full hits in its window.
type fixed struct {
	window   int64 // counted from its first instant to the first outside
	full     int
	aligned  bool
	edges    bool  // aligned windows are closed: a hit on their common edge is in both
	opened   int64 // the current window
	ends     int64 // and the first instant outside
	count    int   // hits in it
	previous int   // with edges: hits in the window that ends where the current one begins
}

func newFixed(window int64, full int, start WindowStart, end WindowEnd) *fixed {
	f := &fixed{window: window, full: full, aligned: start == Aligned, ends: math.MinInt64}
	if end == Closed {
		f.edges = f.aligned
		if !f.aligned {
			f.window++
		}
	}
	return f
}

func (f *fixed) Judge(at int64) Verdict {
	count := f.hit(at)
	edge := f.edges && at == f.opened
	if edge {
		f.previous++
	}
	switch {
	case count >= f.full:
		return violated(at, f.opened)
	case edge && f.previous >= f.full:
		return violated(at, f.opened-f.window)
	}
	return Verdict{}
}

// hit counts a hit in the window that it falls in, and returns the hits in it.
func (f *fixed) hit(at int64) int {
	if at >= f.ends {
		f.open(at)
	}
	f.count++
	return f.count
}

// open goes on to the window that at falls in.
func (f *fixed) open(at int64) {
	opened := at
	if f.aligned {
		opened = unit.Floor(at, f.window)
	}
	f.previous = 0
	if f.edges && opened == f.ends {
		f.previous = f.count
	}
	f.opened, f.ends, f.count = opened, opened+f.window, 0
}

func (f *fixed) free(at int64) int64 {
	switch {
	case f.full == 1:
		return Never
	case f.edges:
		return search(f, at)
	case at >= f.ends || f.count+1 < f.full:
		return at
	}
	return f.ends
}

// Clone copies the rule.
func (f *fixed) Clone() Rule {
	copied := *f
	return &copied
}

func (f *fixed) hold(m *memory) {
	m.number(&f.opened)
	m.number(&f.ends)
	m.count(&f.count)
	m.count(&f.previous)
}
