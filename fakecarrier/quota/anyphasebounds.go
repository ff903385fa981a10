package quota

import "slices"

// anyPhaseBounds are those of seconds in a row that begin at any instant. A second can be full when
// enough hits can have come in it, and is when they came in no other, whatever the other seconds
// need: an upper and a lower bound. A violation needs the hits of all its seconds besides.
type anyPhaseBounds struct {
	seconds  int
	readings []phases
	can      phaseSweep
	came     phaseSweep
}

// phases are the seconds that can be full, and that are, as one reading counts.
type phases struct {
	full      int
	can, came anyPhase
	oldest    cursor // of the hits that fill a second
	all       cursor // of the hits that fill all seconds
}

func newAnyPhaseBounds(t Terms, fulls []int) bounds {
	n := t.Threshold.seconds()
	b := &anyPhaseBounds{seconds: n, can: newPhaseSweep(n, false), came: newPhaseSweep(n, true)}
	for _, full := range fulls {
		p := phases{full: full}
		p.can.cursor, p.came.cursor = make([]int, n), make([]int, n)
		b.readings = append(b.readings, p)
	}
	return b
}

func (b *anyPhaseBounds) hits(s *stream, t *tally, _ int) {
	g := s.latest()
	for i := range b.readings {
		p := &b.readings[i]
		oldest := s.hits - p.full
		if oldest < 0 {
			continue
		}
		first, ok := p.oldest.toHit(s, oldest)
		if !ok {
			continue
		}
		fresh := span{g.from - aSecond, first.last}
		if t.isPossible(i) {
			p.can.full(fresh)
		} else if since, ok := p.can.since(fresh); ok && b.enough(s, p, g.from) {
			t.possible(i, since, g.from)
		}
		if !t.parted {
			continue
		}
		fresh = span{g.last - aSecond, first.from}
		if t.isCertain(i) {
			p.came.full(fresh)
		} else if since, ok := p.came.since(fresh); ok {
			t.certain(i, since, g.last)
		}
	}
}

func (b *anyPhaseBounds) pass(s *stream, t *tally, now int64) {
	b.can.pass(s, t, now)
	if t.parted {
		b.came.pass(s, t, now)
	}
}

func (b *anyPhaseBounds) part(*stream) {
	for i := range b.readings {
		p := &b.readings[i]
		p.came.begins = slices.Clone(p.can.begins)
	}
}

// enough reports whether the hits of all seconds can have come in time.
func (b *anyPhaseBounds) enough(s *stream, p *phases, at int64) bool {
	oldest := s.hits - p.full*b.seconds
	if oldest < 0 {
		return false
	}
	first, ok := p.all.toHit(s, oldest)
	return ok && first.last > at-int64(b.seconds)*aSecond
}

func (b *anyPhaseBounds) end(s *stream, t *tally) {
	b.pass(s, t, endOfTime)
}

func (b *anyPhaseBounds) exact(s *stream) (verdicts, fullest bool) { return s.exact(), s.exact() }

// A phaseSweep finds the most hits that each of so many seconds in a row has. It looks where a hit
// comes into one of them: nowhere else do they have more than just before.
type phaseSweep struct {
	seconds int
	sure    bool
	tried   cursor
	last    between   // in the second that ends with the hit tried
	around  []between // in the seconds before and after that one
	all     []between // in all seconds, by which of them ends with the hit tried
}

func newPhaseSweep(seconds int, sure bool) phaseSweep {
	return phaseSweep{
		seconds: seconds, sure: sure,
		around: make([]between, 2*seconds-1), all: make([]between, seconds),
	}
}

// pass tries the hits whose seconds have ended.
func (p *phaseSweep) pass(s *stream, t *tally, now int64) {
	for ; p.tried.number < s.next; p.tried.number++ {
		at := s.at(p.tried.number).instant(p.sure)
		if at >= now-int64(p.seconds)*aSecond {
			return
		}
		if p.last.hits(s, at+1-aSecond, at+1, p.sure) <= p.found(t) {
			continue
		}
		for k := range p.seconds {
			p.try(s, t, at, k)
		}
	}
}

// found is the most found so far.
func (p *phaseSweep) found(t *tally) int {
	if p.sure {
		return t.least.hits
	}
	return t.most.hits
}

// try counts the seconds of which the k-th ends right after the hit that comes at an instant.
func (p *phaseSweep) try(s *stream, t *tally, at int64, k int) {
	since := at + 1 - int64(k+1)*aSecond
	emptiest := s.hits
	for j := range p.seconds {
		from := since + int64(j)*aSecond
		n := p.around[j-k+p.seconds-1].hits(s, from, from+aSecond, p.sure)
		if n <= p.found(t) {
			return
		}
		emptiest = min(emptiest, n)
	}
	until := since + int64(p.seconds)*aSecond
	if p.sure {
		t.every(emptiest, since, until-1)
		return
	}
	all := p.all[k].hits(s, since, until, false)
	t.some(min(emptiest, all/p.seconds), since, until-1)
}
