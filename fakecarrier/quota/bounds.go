package quota

import "math"

// bounds judge, in one pass, hits whose instants are intervals: what every placement of the hits
// within their intervals has in common, and what some placement may have. Each family of readings
// has its own; the readings of one family that differ in their limit alone share it.
//
// While every hit has a known instant there is one placement: what is true of some is true of
// every, and bounds need not look for the latter.
type bounds interface {
	// hits judges the latest n hits of the stream: of one group, and all of it that came since the
	// last cut.
	hits(s *stream, t *tally, n int)
	// exact reports whether verdicts and instants are exact, and whether the fullest windows are:
	// bounds where they are not.
	exact(s *stream) (verdicts, fullest bool)
}

// passing are bounds that look at what happens between hits.
type passing interface {
	// pass judges what the hits of the stream lead to before an instant: no further hit can come
	// before it. It is called before the hits that come then are added.
	pass(s *stream, t *tally, now int64)
	// end judges what the hits lead to if no more come.
	end(s *stream, t *tally)
}

// parting are bounds that remember hits, those of every placement apart from those of some.
type parting interface {
	// part is called once, before the first hit whose instant is not known.
	part(s *stream)
}

// A tally is what bounds found so far. Hits are counted as the family counts them: full of them
// violate a reading.
type tally struct {
	parted      bool // there is more than one placement
	least, most mark // the fullest window: in every placement, and in some placement
	verdicts    []verdict

	// What bounds say of the hits to come, so that they need not be asked of each: none changes the
	// tally before the stream has more hits than rests, and no pass does before an instant. The
	// instant at which hits become less known, and a cut, wake bounds that rest.
	rests  int
	passes int64
}

// wake lets bounds be asked of the next hit.
func (t *tally) wake() { t.rests, t.passes = 0, math.MinInt64 }

// A mark is a number of hits that one window holds from an instant on, and when it is reached.
type mark struct {
	hits      int
	since, at int64
	first     int // the window's first hit, from 1, where it can be longer than what is held; else 0
}

// A verdict is that of one reading.
type verdict struct {
	full              int
	certain, possible mark // hits are 0: not so
}

// some notes that n hits stand in one window in some placement, at the instant at the earliest. The
// window's hits are those that can have come at since or later.
func (t *tally) some(n int, since, at int64) {
	if n > t.most.hits {
		t.someOf(mark{hits: n, since: since, at: at})
	}
}

// someOf is some of a mark that is more than the most.
func (t *tally) someOf(m mark) {
	t.most = m
	for i := range t.verdicts {
		if v := &t.verdicts[i]; m.hits >= v.full && v.possible.hits == 0 {
			v.possible = m
			v.possible.hits = v.full
		}
	}
	if !t.parted && m.hits > t.least.hits {
		t.everyOf(m)
	}
}

// atMost notes the same as a bound that no verdict is drawn from.
func (t *tally) atMost(n int, since, at int64) {
	if n > t.most.hits {
		t.most = mark{hits: n, since: since, at: at}
	}
}

// atLeast likewise notes what every does.
func (t *tally) atLeast(n int, since, at int64) {
	if n > t.least.hits {
		t.least = mark{hits: n, since: since, at: at}
	}
}

// every notes that n hits stand in one window in every placement, at the instant at the latest. The
// window's hits are those that came at since or later.
func (t *tally) every(n int, since, at int64) {
	if n > t.least.hits {
		t.everyOf(mark{hits: n, since: since, at: at})
	}
}

// everyOf is every of a mark that is more than the least.
func (t *tally) everyOf(m mark) {
	t.least = m
	for i := range t.verdicts {
		if v := &t.verdicts[i]; m.hits >= v.full && v.certain.hits == 0 {
			v.certain = m
			v.certain.hits = v.full
		}
	}
}

// certain notes that every placement violates the i-th reading, at the instant at the latest.
func (t *tally) certain(i int, since, at int64) {
	v := &t.verdicts[i]
	if v.certain.hits > 0 {
		return
	}
	v.certain = mark{hits: v.full, since: since, at: at}
	if v.full > t.least.hits {
		t.least = v.certain
	}
}

// possible notes that some placement violates the i-th reading, at the instant at the earliest.
func (t *tally) possible(i int, since, at int64) {
	v := &t.verdicts[i]
	if v.possible.hits > 0 {
		return
	}
	v.possible = mark{hits: v.full, since: since, at: at}
	if v.full > t.most.hits {
		t.most = v.possible
	}
	if !t.parted {
		t.certain(i, since, at)
	}
}

func (t *tally) isCertain(i int) bool { return t.verdicts[i].certain.hits > 0 }

func (t *tally) isPossible(i int) bool { return t.verdicts[i].possible.hits > 0 }
