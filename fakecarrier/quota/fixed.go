package quota

import (
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

func init() {
	register(Reading{
		ID: "R2", About: "more than 15 hits in a fixed 5 s window",
		limit: total, rule: fixedSpan,
	})
	register(Reading{
		ID: "R2e", About: "15 or more hits in a fixed 5 s window",
		Inclusive: true, limit: total, rule: fixedSpan,
	})
	register(Reading{
		ID: "R6f", About: "more than 3 hits in a fixed second",
		limit: each, rule: fixedSecond,
	})
	register(Reading{
		ID: "A2", About: "more than 120 hits in a fixed 120 s window",
		Average: true, limit: total, rule: fixedSpan,
	})
}

func fixedSpan(t Terms, full int) Rule {
	return &fixed{window: int64(t.Threshold.Span), full: full, start: t.Start, end: t.End}
}

func fixedSecond(t Terms, full int) Rule {
	return &fixed{window: aSecond, full: full, start: t.Start, end: t.End}
}

// fixed is violated by the hit that makes it full hits in its window. Where aligned windows are
// closed, a hit on their common edge is in both.
type fixed struct {
	window   int64
	full     int
	start    WindowStart
	end      WindowEnd
	began    bool
	opened   int64 // the current window
	count    int   // hits in it
	previous int   // hits in the window that ends where the current one begins
}

func (f *fixed) Judge(now time.Time) Verdict {
	at := now.UnixNano()
	f.hit(at)
	switch {
	case f.count >= f.full:
		return violated(at, f.opened)
	case f.previous >= f.full && at == f.opened:
		return violated(at, f.opened-f.window)
	}
	return Verdict{}
}

// hit counts a hit in the window that it falls in, or in two.
func (f *fixed) hit(at int64) {
	if !f.began || at >= f.opened+f.window {
		f.open(at)
	}
	f.count++
	if at == f.opened && f.end == Closed && f.start == Aligned {
		f.previous++
	}
}

// open goes on to the window that at falls in, where the current one is over.
func (f *fixed) open(at int64) {
	opened := f.opened
	switch {
	case f.start == Aligned:
		opened = unit.Floor(at, f.window)
	case f.began && f.end == Closed && at == opened+f.window:
		return
	default:
		opened = at
	}
	f.previous = 0
	if f.began && f.start == Aligned && f.end == Closed && opened == f.opened+f.window {
		f.previous = f.count
	}
	f.began, f.opened, f.count = true, opened, 0
}
