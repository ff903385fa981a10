package quota

import "github.com/tokenstorm/tokenstorm/internal/unit"

// fixedBounds are those of windows that begin at multiples of their length. Hits can stand in the
// window that the latest of them begins in when they can have come that late; that all placements
// violate is found as slidingBounds do, by placing each hit as early as no window becomes full.
type fixedBounds struct {
	window    int64
	begin     int64 // the window that the latest hit can have come in first
	can, came cursor
	earliest  []filling // of each reading
}

// A filling is the window that hits are being placed in, and how many it has.
type filling struct {
	full  int
	begin int64
	count int
}

func fixedSpanBounds(t Terms, fulls []int) bounds {
	return newFixedBounds(int64(t.Threshold.Span), fulls)
}

func fixedSecondBounds(_ Terms, fulls []int) bounds { return newFixedBounds(aSecond, fulls) }

func newFixedBounds(window int64, fulls []int) *fixedBounds {
	b := &fixedBounds{window: window}
	for _, full := range fulls {
		b.earliest = append(b.earliest, filling{full: full})
	}
	return b
}

func (b *fixedBounds) hit(s *stream, t *tally) {
	g := s.latest()
	if s.hits == 1 || g.from >= b.begin+b.window {
		b.begin = unit.Floor(g.from, b.window)
	}
	windows := int64(1) // that the hit can have come in
	if g.last >= b.begin+b.window {
		windows = (g.last-b.begin)/b.window + 1
	}
	t.some(s.hits-b.can.toLast(s, b.begin), b.begin, g.from)
	sure := s.hits - b.came.toFrom(s, b.begin)
	t.every((sure-1)/int(windows)+1, b.begin, g.last)
	final := b.begin + (windows-1)*b.window
	for i := range b.earliest {
		if !t.isCertain(i) && !b.earliest[i].place(b.begin, final, b.window) {
			t.certain(i, b.begin, g.last)
		}
	}
}

// place puts a hit in the earliest window, from begin on, that does not become full by it. It is
// not ok where that is later than the final window.
func (f *filling) place(begin, final, window int64) (ok bool) {
	if f.count == 0 || begin > f.begin {
		f.begin, f.count = begin, 0
	}
	if f.count == f.full-1 {
		f.begin, f.count = f.begin+window, 0
	}
	f.count++
	return f.begin <= final
}

func (b *fixedBounds) pass(*stream, *tally, int64) {}

func (b *fixedBounds) end(*stream, *tally) {}

func (b *fixedBounds) exact(s *stream) (verdicts, fullest bool) {
	return !s.widened, s.divides(b.window)
}
