package quota

import "github.com/tokenstorm/tokenstorm/internal/unit"

// slidingBounds are those of a window that slides in steps of a unit: of a nanosecond, or of the
// buckets of a carrier that counts in buckets.
//
// The hits up to one that begins at f can stand in the window that ends at f when they can have
// come within it. That all placements violate is found by placing each hit as early as no window
// becomes full: a hit for which that is too late violates wherever the others are. Of hits that
// surely lie within m windows, one window holds an m-th at least: where intervals are the cells of
// a grid that the window is made of, no placement does better.
type slidingBounds struct {
	unit      int64
	window    int64  // in units
	can, came cursor // the oldest hits that can have come in the window, and those that came in it
	earliest  []ring // of each reading: where the last full-1 hits were placed
}

func slidingSpanBounds(t Terms, fulls []int) bounds {
	return newSlidingBounds(int64(t.Threshold.Span), 1, fulls)
}

func slidingSecondBounds(_ Terms, fulls []int) bounds {
	return newSlidingBounds(aSecond, 1, fulls)
}

// newSlidingBounds returns the bounds of a window of so many units.
func newSlidingBounds(window, unit int64, fulls []int) *slidingBounds {
	b := &slidingBounds{unit: unit, window: window}
	for _, full := range fulls {
		b.earliest = append(b.earliest, newRing(full-1))
	}
	return b
}

func (b *slidingBounds) hit(s *stream, t *tally) {
	g := s.latest()
	from, last := g.from, g.last
	if b.unit > 1 {
		from, last = unit.Floor(from, b.unit), unit.Floor(last, b.unit)
		from, last = from/b.unit, last/b.unit
	}
	since := (from - b.window + 1) * b.unit
	t.some(s.hits-b.can.toLast(s, since), since, g.from)

	windows := int64(1)
	if last-from >= b.window {
		windows = (last-from)/b.window + 1
	}
	since = (last - windows*b.window + 1) * b.unit
	sure := s.hits - b.came.toFrom(s, since)
	t.every((sure-1)/int(windows)+1, since, g.last)

	for i := range b.earliest {
		if t.isCertain(i) {
			continue
		}
		placed := from
		r := &b.earliest[i]
		if oldest, full := r.oldest(); full {
			placed = max(from, oldest+b.window)
		}
		if placed > last {
			t.certain(i, since, g.last)
		}
		r.push(placed)
	}
}

func (b *slidingBounds) pass(*stream, *tally, int64) {}

func (b *slidingBounds) end(*stream, *tally) {}

func (b *slidingBounds) exact(s *stream) (verdicts, fullest bool) {
	if s.grid > 0 && s.grid < b.unit {
		return !s.widened, b.unit%s.grid == 0
	}
	return !s.widened, s.divides(b.unit*b.window) && s.divides(b.unit)
}
