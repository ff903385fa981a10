package quota

// bounds judge, in one pass, hits whose instants are intervals: what every placement of the hits
// within their intervals has in common, and what some placement may have. Each family of readings
// has its own; the readings of one family that differ in their limit alone share it.
type bounds interface {
	// pass judges what the hits of the stream lead to before an instant: no further hit can come
	// before it.
	pass(s *stream, t *tally, now int64)
	// hit judges the latest hit of the stream; the time until its beginning has passed.
	hit(s *stream, t *tally)
	// end judges what the hits lead to if no more come.
	end(s *stream, t *tally)
	// exact reports whether verdicts and instants are exact, and whether the fullest windows are:
	// bounds where they are not.
	exact(s *stream) (verdicts, fullest bool)
}

// A tally is what bounds found so far. Hits are counted as the family counts them: full of them
// violate a reading.
type tally struct {
	least, most mark // the fullest window: in every placement, and in some placement
	verdicts    []verdict
}

// A mark is a number of hits that one window holds from an instant on, and when it is reached.
type mark struct {
	hits      int
	since, at int64
}

// A verdict is that of one reading.
type verdict struct {
	full              int
	certain, possible mark // hits are 0: not so
}

// some notes that n hits stand in one window in some placement, at the instant at the earliest. The
// window's hits are those that can have come at since or later.
func (t *tally) some(n int, since, at int64) {
	if n <= t.most.hits {
		return
	}
	m := mark{n, since, at}
	t.most = m
	for i := range t.verdicts {
		if v := &t.verdicts[i]; n >= v.full && v.possible.hits == 0 {
			v.possible = m
		}
	}
}

// every notes that n hits stand in one window in every placement, at the instant at the latest. The
// window's hits are those that came at since or later.
func (t *tally) every(n int, since, at int64) {
	if n <= t.least.hits {
		return
	}
	m := mark{n, since, at}
	t.least = m
	for i := range t.verdicts {
		if n >= t.verdicts[i].full {
			t.certain(i, since, at)
		}
	}
}

// certain notes that every placement violates the i-th reading, at the instant at the latest.
func (t *tally) certain(i int, since, at int64) {
	v := &t.verdicts[i]
	if v.certain.hits > 0 {
		return
	}
	v.certain = mark{v.full, since, at}
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
	v.possible = mark{v.full, since, at}
	if v.full > t.most.hits {
		t.most = v.possible
	}
}

func (t *tally) isCertain(i int) bool { return t.verdicts[i].certain.hits > 0 }

func (t *tally) isPossible(i int) bool { return t.verdicts[i].possible.hits > 0 }
