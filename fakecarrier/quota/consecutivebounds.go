package quota

import "github.com/tokenstorm/tokenstorm/internal/unit"

// consecutiveBounds are those of clock seconds in a row. A second has at most the hits that can
// have come in it, and at least those that came in no other; so many are in each of the seconds in
// a row as in the emptiest of them.
type consecutiveBounds struct {
	seconds    int64
	begin      int64 // the second that the latest hit can have come in first
	ended      cursor
	can, came  emptiest // of the seconds before that one
	here, sure int      // hits that can have come in it, and that surely did
}

func newConsecutiveBounds(t Terms, _ []int) bounds {
	n := t.Threshold.seconds()
	return &consecutiveBounds{seconds: int64(n), can: newEmptiest(n - 1), came: newEmptiest(n - 1)}
}

func (b *consecutiveBounds) hit(s *stream, t *tally) {
	g := s.latest()
	b.here++
	t.some(b.can.least(b.here), b.since(), g.from)
	if t.parted && g.last < b.begin+aSecond {
		b.sure++
		t.every(b.came.least(b.sure), b.since(), g.last)
	}
}

func (b *consecutiveBounds) part(*stream) {
	b.came, b.sure = b.can.clone(), b.here
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
		b.can.add(b.here)
		if t.parted {
			b.came.add(b.sure)
		}
		b.begin += aSecond
		b.sure = 0
		b.here = s.hits - b.ended.toLast(s, b.begin)
		if b.here == 0 && b.begin < to { // a second without, and none until now
			b.can.clear()
			b.came.clear()
			b.begin = to
		}
		t.some(b.can.least(b.here), b.since(), b.begin)
	}
}

func (b *consecutiveBounds) end(s *stream, t *tally) {
	if s.hits > 0 {
		b.pass(s, t, s.latest().last)
	}
}

func (b *consecutiveBounds) exact(s *stream) (verdicts, fullest bool) {
	inSeconds := s.hits == 0 || s.grid > 0 && aSecond%s.grid == 0
	return inSeconds, inSeconds
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
