package quota

import (
	"math"
	"slices"
)

// anyPhaseBounds are those of seconds in a row that begin at any instant. A second can be full when
// enough hits can have come in it, and is when they came in no other, whatever the other seconds
// need: an upper and a lower bound. A violation needs the hits of all its seconds besides, so that
// nothing is looked at before as many are about.
type anyPhaseBounds struct {
	seconds   int
	readings  []phases
	can, came phaseSweep
}

// phases are the seconds that can be full, and that are, as one reading counts.
type phases struct {
	full      int
	can, came anyPhase
	seen      int    // the groups before this one were looked at
	oldest    cursor // of the hits that fill a second
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
	most, least := t.most.hits, t.least.hits
	for i := range b.readings { // one that is not violated so far may need less
		if !t.isPossible(i) {
			most = min(most, b.readings[i].full-1)
		}
		if !t.isCertain(i) {
			least = min(least, b.readings[i].full-1)
		}
	}
	have := b.can.count(s, g.from)
	missing := b.can.need(s, t, g.from, have, most+1)
	if t.parted {
		missing = min(missing, b.came.need(s, t, g.last, b.came.count(s, g.last), least+1))
	}
	if t.rests = s.hits + missing - 1; missing > 0 {
		return
	}
	for i := range b.readings {
		p := &b.readings[i]
		for p.seen = max(p.seen, s.first); p.seen < s.next-1; p.seen++ {
			p.see(s, p.seen, t.parted)
		}
		p.judge(s, t, i, have)
	}
}

// see notes the seconds that a group of hits fills.
func (p *phases) see(s *stream, number int, parted bool) {
	first, ok := p.oldest.toHit(s, s.through(number)-p.full)
	if !ok {
		return
	}
	g := s.at(number)
	p.can.full(span{g.from - aSecond, first.last})
	if parted {
		p.came.full(span{g.last - aSecond, first.from})
	}
}

// judge judges the latest group for the i-th reading; so many hits can have come in all seconds.
func (p *phases) judge(s *stream, t *tally, i, have int) {
	first, ok := p.oldest.toHit(s, s.hits-p.full)
	if !ok {
		return
	}
	g := s.latest()
	fresh := span{g.from - aSecond, first.last}
	if t.isPossible(i) || have < p.full*len(p.can.cursor) {
		p.can.full(fresh)
	} else if since, ok := p.can.since(fresh); ok {
		t.possible(i, since, g.from)
	}
	if !t.parted {
		return
	}
	fresh = span{g.last - aSecond, first.from}
	if t.isCertain(i) {
		p.came.full(fresh)
	} else if since, ok := p.came.since(fresh); ok {
		t.certain(i, since, g.last)
	}
}

func (b *anyPhaseBounds) pass(s *stream, t *tally, now int64) {
	t.passes = b.can.pass(s, t, now)
	if t.parted {
		t.passes = min(t.passes, b.came.pass(s, t, now))
	}
}

func (b *anyPhaseBounds) part(*stream) {
	for i := range b.readings {
		p := &b.readings[i]
		p.came.begins = slices.Clone(p.can.begins)
	}
}

func (b *anyPhaseBounds) end(s *stream, t *tally) {
	b.pass(s, t, endOfTime)
}

func (b *anyPhaseBounds) exact(s *stream) (verdicts, fullest bool) { return s.exact(), s.exact() }

// A phaseSweep finds the most hits that each of so many seconds in a row has. It looks where a hit
// comes into one of them: nowhere else do they have more than just before. And it looks at no hit
// but those around an instant before which enough hits came within the seconds.
type phaseSweep struct {
	seconds int
	length  int64 // of all seconds
	sure    bool
	before  cursor    // the hits of the seconds that end with the latest hit
	enough  int64     // the latest such instant
	tried   int       // the groups before this one were looked at
	last    between   // in the second that ends with the hit tried
	around  []between // in the seconds before and after that one
	all     []between // in all seconds, by which of them ends with the hit tried
}

func newPhaseSweep(seconds int, sure bool) phaseSweep {
	return phaseSweep{
		seconds: seconds, length: int64(seconds) * aSecond, sure: sure, enough: math.MinInt64,
		around: make([]between, 2*seconds-1), all: make([]between, seconds),
	}
}

// count counts the hits in the seconds that end with the latest hit, at an instant.
func (p *phaseSweep) count(s *stream, at int64) int {
	if p.sure {
		return s.hits - p.before.toFrom(s, at+1-p.length)
	}
	return s.hits - p.before.toLast(s, at+1-p.length)
}

// need returns how many hits the seconds that end at an instant are short of so many each. If of
// none, the hits in them are to be tried.
func (p *phaseSweep) need(s *stream, t *tally, at int64, have, each int) (missing int) {
	if missing = each*p.seconds - have; missing > 0 {
		return missing
	}
	for p.tried = max(p.tried, s.first); p.tried < s.next; p.tried++ {
		tried := s.at(p.tried).instant(p.sure)
		if tried <= p.enough || tried > at-p.length {
			break
		}
	}
	p.enough, t.passes = at, math.MinInt64
	return missing
}

// pass tries the hits whose seconds have ended, and returns when the next one's have.
func (p *phaseSweep) pass(s *stream, t *tally, now int64) (next int64) {
	for p.tried = max(p.tried, s.first); p.tried < s.next; p.tried++ {
		at := s.at(p.tried).instant(p.sure)
		if at > p.enough {
			break
		}
		if at >= now-p.length {
			return at + p.length + 1
		}
		if p.last.hits(s, at+1-aSecond, at+1, p.sure) <= p.found(t) {
			continue
		}
		for k := range p.seconds {
			p.try(s, t, at, k)
		}
	}
	return math.MaxInt64
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
	until := since + p.length
	all := p.all[k].hits(s, since, until, p.sure)
	if all < p.seconds*(p.found(t)+1) {
		return
	}
	emptiest := all / p.seconds
	for j := range p.seconds {
		from := since + int64(j)*aSecond
		n := p.around[j-k+p.seconds-1].hits(s, from, from+aSecond, p.sure)
		if n <= p.found(t) {
			return
		}
		emptiest = min(emptiest, n)
	}
	if p.sure {
		t.every(emptiest, since, until-1)
	} else {
		t.some(emptiest, since, until-1)
	}
}
