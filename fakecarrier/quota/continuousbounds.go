package quota

import "math"

// endOfTime is later than any hit.
const endOfTime = math.MaxInt64

// continuousBounds are those of the last second, watched during a span. At every instant that
// second has at most the hits that can have come in it, and at least those that surely did: both
// are counted alike, as hits that come and go. A hit that is not in the last second for sure may
// still make up a violation with others: an upper and a lower bound.
type continuousBounds struct{ can, came lastSecond }

func newContinuousBounds(t Terms, _ []int) bounds {
	span := int64(t.Threshold.Span)
	return &continuousBounds{lastSecond{span: span}, lastSecond{span: span, sure: true}}
}

func (b *continuousBounds) pass(s *stream, t *tally, now int64) {
	b.can.pass(s, t, now)
	if t.parted {
		b.came.pass(s, t, now)
	}
}

func (b *continuousBounds) hits(*stream, *tally, int) {}

func (b *continuousBounds) part(*stream) {
	b.came = b.can
	b.came.sure, b.came.least = true, b.can.least.clone()
}

// A violation between hits is found by a later hit: what lies after the last one is not looked at.
func (b *continuousBounds) end(s *stream, t *tally) {
	if s.hits == 0 {
		return
	}
	can, came := s.latest().last+1, s.latest().from+1
	b.can.pass(s, t, can)
	b.can.wait(t, can)
	if t.parted {
		b.came.pass(s, t, came)
		b.came.wait(t, came)
	}
}

func (b *continuousBounds) exact(s *stream) (verdicts, fullest bool) { return s.exact(), s.exact() }

// lastSecond counts the hits of the last second, and knows the least that it had during the span.
type lastSecond struct {
	span      int64
	sure      bool
	come, out cursor
	now       int64
	count     int    // since now
	least     leasts // of the span
}

// pass lets hits come and go before an instant.
func (l *lastSecond) pass(s *stream, t *tally, until int64) {
	for {
		comes, goes := int64(endOfTime), int64(endOfTime)
		if l.come.number < s.next {
			comes = s.at(l.come.number).instant(l.sure)
		}
		if l.out.number < s.next {
			goes = s.at(l.out.number).instant(!l.sure) + aSecond
		}
		switch at := min(comes, goes); {
		case at >= until:
			return
		case at == comes:
			l.wait(t, at)
			l.count += s.size(l.come.number)
			l.come.number++
		default:
			l.wait(t, at)
			l.count -= s.size(l.out.number)
			l.out.number++
		}
	}
}

// wait lets time pass until an instant, which is not looked at yet: more may happen at it.
func (l *lastSecond) wait(t *tally, until int64) {
	if l.least.len() > 0 && until == l.now {
		return
	}
	l.now = until
	l.least.push(until, max(l.count, 0))
	for {
		before := l.least.front().until
		if before+l.span >= until {
			return
		}
		l.least.pop()
		n, since, at := l.least.front().count, before-aSecond+1, before+l.span
		if l.sure {
			t.every(n, since, at)
		} else {
			t.some(n, since, at)
		}
	}
}
