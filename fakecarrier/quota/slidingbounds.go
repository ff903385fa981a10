package quota

import (
	"math"
	"slices"
	"time"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// slidingBounds are those of a window that ends with each hit. It begins a span earlier, at the
// beginning of the bucket there: of a nanosecond, or of the length that a carrier counts in. Of a
// fixed window the span is 0: it begins with the bucket that the hit is in.
//
// The hits up to one that begins at f can stand in the window that ends at f when they can have
// come within it. That all placements violate is found by placing each hit as early as no window
// becomes full: a hit for which that is too late violates wherever the others are. Of hits that
// surely lie within m windows, one window holds an m-th at least: where intervals are the cells of
// a grid that the window is made of, no placement does better.
type slidingBounds struct {
	span, bucket int64
	oldest       int    // the group of the oldest hits that can have come in the window
	before       int    // the hits before it
	leaves       int64  // the first instant whose window does not hold it
	came         cursor // the oldest hits that came in the window
	begin        int64  // a bucket
	earliest     early
	few          int    // hits, that violate no reading
	next         []ring // of each reading: since when the last full-1 hits, placed early, fill none
}

func slidingSpanBounds(t Terms, fulls []int) bounds {
	return newSlidingBounds(int64(t.Threshold.Span)-1, 1, fulls)
}

func slidingSecondBounds(_ Terms, fulls []int) bounds {
	return newSlidingBounds(aSecond-1, 1, fulls)
}

// bucketBoundsOf makes bounds of windows that are counted in whole buckets of that length.
func bucketBoundsOf(length time.Duration) func(Terms, []int) bounds {
	return func(t Terms, fulls []int) bounds {
		return newSlidingBounds(int64(t.Threshold.Span), int64(length), fulls)
	}
}

func newSlidingBounds(span, bucket int64, fulls []int) *slidingBounds {
	b := &slidingBounds{span: span, bucket: bucket, leaves: math.MinInt64, few: slices.Min(fulls) - 1}
	for _, full := range fulls {
		b.next = append(b.next, newRing(full-1))
	}
	return b
}

// floor is the beginning of a bucket.
func (b *slidingBounds) floor(at int64) int64 {
	if b.bucket == 1 {
		return at
	}
	switch past := at - b.begin; {
	case past < 0 || past >= 2*b.bucket:
		b.begin = unit.Floor(at, b.bucket)
	case past >= b.bucket:
		b.begin += b.bucket
	}
	return b.begin
}

// since is when the window begins that ends with a hit.
func (b *slidingBounds) since(at int64) int64 { return b.floor(at - b.span) }

func (b *slidingBounds) hits(s *stream, t *tally, n int) {
	g := s.latest()
	if g.from >= b.leaves {
		b.leave(s, g.from)
	}
	can := s.hits - b.before
	if can > t.most.hits {
		t.someOf(mark{hits: can, since: b.since(g.from), at: g.from})
	}
	t.rests = s.hits + t.most.hits - can
	switch {
	case !t.parted:
	case b.earliest.undue(s) && can <= t.least.hits: // no more surely came than can have
		t.rests = s.hits + t.least.hits - can
	default:
		b.surely(s, t, g, n)
	}
}

// leave lets go of the groups that the window of an instant does not hold.
func (b *slidingBounds) leave(s *stream, now int64) {
	since := b.since(now)
	b.oldest = max(b.oldest, s.first)
	g := s.at(b.oldest)
	for g.last < since {
		b.oldest++
		g = s.at(b.oldest)
	}
	b.before = g.before
	b.leaves = b.floor(g.last) + b.bucket + b.span
}

// surely judges what every placement of the latest n hits has in common.
func (b *slidingBounds) surely(s *stream, t *tally, g *group, n int) {
	since := b.since(g.last)
	windows := 1 // that end with the hits' last instant
	for ; since > g.from; windows++ {
		since = b.since(since - 1)
	}
	sure := s.hits - b.came.toFrom(s, since)
	t.every((sure-1)/windows+1, since, g.last)
	t.rests = min(t.rests, s.hits+t.least.hits-sure)
	if b.earliest.due(s, n, b.few, b.fits) {
		s.before(n, func(g *group) {
			for i := range b.next {
				if !t.isCertain(i) {
					b.next[i].push(b.floor(g.from) + b.bucket + b.span)
				}
			}
		})
	}
	if b.earliest.begun {
		t.rests = 0 // each hit is placed
		for i := range b.next {
			for range n {
				b.place(t, i, g, since)
			}
		}
	}
}

func (b *slidingBounds) part(s *stream) { b.earliest.known = s.hits }

// place puts a hit as early as it fills no window of a reading.
func (b *slidingBounds) place(t *tally, i int, g *group, since int64) {
	if t.isCertain(i) {
		return
	}
	placed := g.from
	if next, full := b.next[i].oldest(); full {
		placed = max(placed, next)
	}
	if placed > g.last {
		t.certain(i, since, g.last)
	}
	b.next[i].push(b.floor(placed) + b.bucket + b.span)
}

func (b *slidingBounds) exact(s *stream) (verdicts, fullest bool) {
	fullest = b.fits(s)
	return !s.widened && (!b.earliest.begun || b.earliest.whole), fullest
}

// fits reports whether the cells of the grid that intervals are, and the windows, are made of each
// other.
func (b *slidingBounds) fits(s *stream) bool {
	switch {
	case b.span%b.bucket != 0:
		return s.exact()
	case s.grid > 0 && b.bucket%s.grid == 0:
		return true
	}
	return s.divides(b.bucket) && s.divides(b.span+b.bucket)
}
