package quota

import (
	"slices"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// fixedBounds are those of windows that begin at multiples of their length. Hits can stand in the
// window that the latest of them begins in when they can have come that late; that all placements
// violate is found as slidingBounds do, by placing each hit as early as no window becomes full.
type fixedBounds struct {
	window    int64
	begin     int64 // the window that the latest hit can have come in first
	can, came cursor
	earliest  early
	few       int       // hits, that violate no reading
	fillings  []filling // of each reading
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
	b := &fixedBounds{window: window, few: slices.Min(fulls) - 1}
	for _, full := range fulls {
		b.fillings = append(b.fillings, filling{full: full})
	}
	return b
}

func (b *fixedBounds) hit(s *stream, t *tally) {
	g := s.latest()
	if s.hits == 1 || g.from >= b.begin+b.window {
		b.begin = unit.Floor(g.from, b.window)
	}
	t.some(s.hits-b.can.toLast(s, b.begin), b.begin, g.from)
	if !t.parted {
		return
	}
	windows := int64(1) // that the hit can have come in
	if g.last >= b.begin+b.window {
		windows = (g.last-b.begin)/b.window + 1
	}
	sure := s.hits - b.came.toFrom(s, b.begin)
	t.every((sure-1)/int(windows)+1, b.begin, g.last)
	if b.earliest.due(s, b.few, b.fits) {
		s.before(func(g *group) {
			for i := range b.fillings {
				b.fillings[i].place(unit.Floor(g.from, b.window), endOfTime, b.window)
			}
		})
	}
	if !b.earliest.begun {
		return
	}
	final := b.begin + (windows-1)*b.window
	for i := range b.fillings {
		if !t.isCertain(i) && !b.fillings[i].place(b.begin, final, b.window) {
			t.certain(i, b.begin, g.last)
		}
	}
}

func (b *fixedBounds) part(s *stream) { b.earliest.known = s.hits }

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

func (b *fixedBounds) exact(s *stream) (verdicts, fullest bool) {
	return !s.widened && (!b.earliest.begun || b.earliest.whole), b.fits(s)
}

func (b *fixedBounds) fits(s *stream) bool { return s.divides(b.window) }
