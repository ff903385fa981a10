package quota

import "slices"

func init() {
	register(Reading{
		ID: "R4", About: "as R3, but the five seconds may begin at any instant",
		limit: each, rule: newAnyPhase, bounds: newAnyPhaseBounds,
	})
	register(Reading{
		ID: "R4e", About: "as R3e, but the five seconds may begin at any instant",
		Inclusive: true, limit: each, rule: newAnyPhase, bounds: newAnyPhaseBounds,
	})
}

// anyPhase is violated by a hit when, for some instant s, each of the seconds that begin at s,
// s+1s, ... is full, and the hit is in the last of them.
//
// Whenever the full-th latest hit h is less than a second before the hit t, the seconds that begin
// in (t-1s, h] are full. Both ends only ever grow, so the set of all such beginnings is a short
// ascending list of intervals: any second holds at most as many of them as it takes hits to fill
// one. A violation is a point that is in this set shifted by 0, 1, ... seconds.
type anyPhase struct {
	end    WindowEnd
	last   ring
	begins []span // where full seconds begin, ascending, apart, none too old to matter
	cursor []int  // one for each of the consecutive seconds: the span being looked at
}

// A span is the instants after < s <= upto.
type span struct{ after, upto int64 }

func newAnyPhase(t Terms, full int) Rule {
	return &anyPhase{end: t.End, last: newRing(full), cursor: make([]int, t.Threshold.seconds())}
}

func (a *anyPhase) Judge(at int64) Verdict {
	oldest, ok := a.last.push(at)
	fresh := span{at - aSecond, oldest}
	if a.end == Closed {
		fresh.after--
	}
	if !ok {
		return Verdict{}
	}
	since, ok := a.since(fresh)
	if !ok {
		return Verdict{}
	}
	return violated(at, since)
}

// since adds that the seconds which begin so are full, and returns the first beginning of full
// seconds in a row of which the last is one of them.
func (a *anyPhase) since(fresh span) (since int64, ok bool) {
	if !a.full(fresh) {
		return 0, false
	}
	back := int64(len(a.cursor)-1) * aSecond
	return a.first(span{fresh.after - back, fresh.upto - back})
}

// full adds that the seconds which begin so are full, if there are any.
func (a *anyPhase) full(fresh span) (some bool) {
	if some = fresh.after < fresh.upto; some {
		a.add(fresh)
	}
	return some
}

// add unites the set with s, which neither begins nor ends before any span in it.
func (a *anyPhase) add(s span) {
	if n := len(a.begins); n > 0 && s.after <= a.begins[n-1].upto {
		a.begins[n-1].upto = s.upto
		return
	}
	if len(a.begins) == cap(a.begins) {
		a.forget(s.after - int64(len(a.cursor)-1)*aSecond)
	}
	a.begins = append(a.begins, s)
}

// forget drops what lies before at.
func (a *anyPhase) forget(at int64) {
	old := 0
	for old < len(a.begins) && a.begins[old].upto <= at {
		old++
	}
	a.begins = a.begins[:copy(a.begins, a.begins[old:])]
}

// first returns the first s of those asked for such that s, s+1s, ... are all in the set.
func (a *anyPhase) first(asked span) (s int64, ok bool) {
	clear(a.cursor)
	s = asked.after + 1
	for i := 0; i < len(a.cursor); {
		begin := s + int64(i)*aSecond
		j := a.cursor[i]
		for j < len(a.begins) && a.begins[j].upto < begin {
			j++
		}
		a.cursor[i] = j
		if j == len(a.begins) {
			return 0, false
		}
		if begin > a.begins[j].after {
			i++
			continue
		}
		s = a.begins[j].after + 1 - int64(i)*aSecond
		i = 0
		if s > asked.upto {
			return 0, false
		}
	}
	return s, true
}

// Clone copies the rule.
func (a *anyPhase) Clone() Rule {
	copied := *a
	copied.last = a.last.clone()
	copied.begins, copied.cursor = slices.Clone(a.begins), slices.Clone(a.cursor)
	return &copied
}

// mostSpans is how many spans of full seconds a state has. Assumed: a rule forgets old ones.
const mostSpans = 1 << 16

func (a *anyPhase) hold(m *memory) {
	m.ring(&a.last)
	n := len(a.begins)
	m.list(&n, mostSpans, func(i int) {
		if m.back {
			a.begins = append(a.begins, span{})
		}
		m.number(&a.begins[i].after)
		m.number(&a.begins[i].upto)
	})
	for i := range a.cursor {
		m.count(&a.cursor[i])
		m.wrong = m.wrong || a.cursor[i] > len(a.begins)
	}
}
