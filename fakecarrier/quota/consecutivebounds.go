package quota

import (
	"math"

	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// consecutiveBounds are those of clock seconds in a row. A second has at most the hits that can
// have come in it, and at least those that came in no other; so many are in each of the seconds in
// a row as in the emptiest of them. Which seconds can all be full, and whether some must be, is
// found by placing the hits.
type consecutiveBounds struct {
	seconds   int64
	begin     int64 // the second that the latest hit can have come in first
	ended     cursor
	can, came emptiest // of the seconds before that one
	gone      int      // hits that came before it: the others can have come in it
	sure      int      // hits that surely came in it
	fill      []filler
	spare     []sparer
}

func newConsecutiveBounds(t Terms, fulls []int) bounds {
	n := t.Threshold.seconds()
	b := &consecutiveBounds{seconds: int64(n), can: newEmptiest(n - 1), came: newEmptiest(n - 1)}
	for _, full := range fulls {
		b.fill = append(b.fill, filler{full: full, seconds: n})
		b.spare = append(b.spare, sparer{full: full, seconds: n})
	}
	return b
}

func (b *consecutiveBounds) hits(s *stream, t *tally, n int) {
	g := s.latest()
	if here := s.hits - b.gone; !t.parted {
		t.some(b.can.least(here), b.since(), g.from)
		t.rests = s.hits + t.most.hits - here
		return
	}
	t.atMost(b.can.least(s.hits-b.gone), b.since(), g.from)
	b.filled(s, t, g.from)
	if g.last < b.begin+aSecond {
		b.sure += n
		t.atLeast(b.came.least(b.sure), b.since(), g.last)
	}
}

// filled notes which readings the hits so far can violate in this second.
func (b *consecutiveBounds) filled(s *stream, t *tally, at int64) {
	for i := range b.fill {
		if b.fill[i].filled(s.hits) {
			t.possible(i, b.since(), at)
		}
	}
}

// part begins to place hits, with those of the seconds that are held.
func (b *consecutiveBounds) part(s *stream) {
	b.came, b.sure = b.can.clone(), s.hits-b.gone
	open := false
	var second int64
	for number := s.first; number < s.next; number++ {
		g := s.at(number)
		if open && g.from < second+aSecond {
			continue
		}
		b.enter(unit.Floor(g.from, aSecond), second, g.before, open)
		open, second = true, unit.Floor(g.from, aSecond)
	}
	if second < b.begin || !open {
		b.enter(b.begin, second, b.gone, open)
	}
}

// enter goes on to a second of hits whose instants are known, from one before.
func (b *consecutiveBounds) enter(second, before int64, hits int, open bool) {
	for i := range b.fill {
		if open {
			b.fill[i].close(hits)
			b.spare[i].close(hits, hits)
		}
		if !open || second > before+aSecond {
			b.spare[i].restart(hits)
		}
		b.fill[i].enter(second, hits)
	}
}

func (b *consecutiveBounds) since() int64 { return b.begin - (b.seconds-1)*aSecond }

func (b *consecutiveBounds) pass(s *stream, t *tally, now int64) {
	if s.hits == 0 {
		b.begin = unit.Floor(now, aSecond)
	}
	if now < b.begin+aSecond {
		return
	}
	for to := unit.Floor(now, aSecond); b.begin < to; {
		b.can.add(s.hits - b.gone)
		b.begin += aSecond
		if b.gone = s.hits; s.latest().last >= b.begin {
			b.gone = b.ended.toLast(s, b.begin)
		}
		if t.parted {
			b.close(s, t)
		}
		if b.gone == s.hits && b.begin < to { // a second without, and none until now
			b.begin = to
			b.can.clear()
			b.came.clear()
			for i := range b.spare {
				b.spare[i].restart(s.hits)
			}
		}
		if !t.parted {
			continue
		}
		t.atMost(b.can.least(s.hits-b.gone), b.since(), b.begin)
		for i := range b.fill {
			b.fill[i].enter(b.begin, b.gone)
		}
		b.filled(s, t, b.begin)
	}
	t.rests, t.passes = 0, b.begin+aSecond
	if !t.parted && b.can.least(math.MaxInt) <= t.most.hits {
		t.rests = math.MaxInt // until the second ends
	}
}

// close ends the second before the one that begins.
func (b *consecutiveBounds) close(s *stream, t *tally) {
	b.came.add(b.sure)
	b.sure = 0
	for i := range b.fill {
		b.fill[i].close(s.hits)
		if t.isCertain(i) {
			b.spare[i].restart(s.hits) // in case that a cut forgets it
			continue
		}
		if unplaced, ok := b.spare[i].close(s.hits, b.gone); !ok {
			g, _ := b.spare[i].at.toHit(s, unplaced)
			t.certain(i, b.since()-aSecond, g.last)
		}
	}
}

func (b *consecutiveBounds) end(s *stream, t *tally) {
	if s.hits > 0 {
		b.pass(s, t, s.latest().last+aSecond)
	}
}

func (b *consecutiveBounds) exact(s *stream) (verdicts, fullest bool) {
	inSeconds := s.hits == 0 || s.grid > 0 && aSecond%s.grid == 0
	return !s.widened, inSeconds
}

// A filler makes as many seconds in a row full as the hits can. Each hit is put into the earliest
// second that needs it; of the hits that can have come in a second those are taken that can come in
// no later one. Seconds k to s are full together if the hits that came before k, and as many as
// they need, are no more than can have come before the end of s.
type filler struct {
	full, seconds int
	start, second int64       // from start on all can be full, up to the one before the open second
	before        []beginning // descending by hits: the front decides
}

// A beginning is the hits that came before a second, less those that full seconds before it need.
type beginning struct {
	second int64
	hits   int
}

// need is how many hits full seconds need up to one, which is counted from some second.
func (f *filler) need(second int64) int { return f.full * int(second/aSecond) }

// enter opens a second before which so many hits surely came.
func (f *filler) enter(second int64, gone int) {
	if len(f.before) == 0 || second != f.second+aSecond {
		f.start, f.before = second, f.before[:0]
	}
	f.second = second
	b := beginning{second, gone - f.need(second)}
	for len(f.before) > 0 && f.before[len(f.before)-1].hits <= b.hits {
		f.before = f.before[:len(f.before)-1]
	}
	f.before = append(f.before, b)
	f.start = max(f.start, second-int64(f.seconds-1)*aSecond)
	f.forget()
}

// forget drops what lies before start.
func (f *filler) forget() {
	old := 0
	for old < len(f.before) && f.before[old].second < f.start {
		old++
	}
	if old > 0 {
		f.before = f.before[:copy(f.before, f.before[old:])]
	}
}

// filled reports whether so many hits can make this second full, and as many before it as violate.
func (f *filler) filled(hits int) bool {
	return len(f.before) > 0 && f.second-f.start >= int64(f.seconds-1)*aSecond &&
		f.before[0].hits+f.need(f.second+aSecond) <= hits
}

// close ends the second, by whose end so many hits can have come.
func (f *filler) close(hits int) {
	for len(f.before) > 0 && f.before[0].hits+f.need(f.second+aSecond) > hits {
		f.start = f.before[0].second + aSecond
		f.forget()
	}
}

// A sparer keeps a second from being full wherever it can. Then it puts as many hits into it as it
// may: that there are fewer later never hurts. So there are two ways to go on, one with the second
// spared and one with all hits in it, and of each only the best needs to be known.
type sparer struct {
	full, seconds int
	at            cursor
	spared        bool
	placed        int // the most hits that can be placed with the last second spared
	filled        int // else the fewest full seconds in a row, with all hits in them; 0: no way
	all           int
}

// restart begins with no full second, and so many hits placed.
func (p *sparer) restart(placed int) { p.spared, p.placed, p.filled = true, placed, 0 }

// close ends a second. So many hits can have come in it or before, and so many surely did. It is
// not ok where these cannot be placed; then unplaced is the first that cannot.
func (p *sparer) close(can, came int) (unplaced int, ok bool) {
	placed := p.placed
	if p.filled > 0 {
		placed = p.all
	}
	run := p.filled + 1
	if p.spared {
		run = 1
	}
	p.placed = min(placed+p.full-1, can)
	p.spared = p.placed >= came
	p.filled, p.all = 0, can
	if run < p.seconds && p.placed < can {
		p.filled = run
	}
	return p.placed, p.spared || p.filled > 0
}

// emptiest knows the emptiest of the last seconds, so many at most.
type emptiest struct {
	last  int
	added int
	held  leasts // by number
}

func newEmptiest(last int) emptiest { return emptiest{last: last} }

func (e *emptiest) clone() emptiest { return emptiest{e.last, e.added, e.held.clone()} }

// add adds a second.
func (e *emptiest) add(count int) {
	e.held.push(int64(e.added), count)
	e.added++
	for e.held.len() > 0 && e.held.front().until < int64(e.added-e.last) {
		e.held.pop()
	}
}

// least is the count of the emptiest second, if one more has so many hits; 0 where there were too
// few.
func (e *emptiest) least(here int) int {
	switch {
	case e.last == 0:
		return here
	case e.added < e.last:
		return 0
	}
	return min(here, e.held.front().count)
}

// clear forgets all seconds.
func (e *emptiest) clear() { e.added, e.held = 0, leasts{low: e.held.low[:0]} }
