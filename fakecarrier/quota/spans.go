package quota

import (
	"github.com/tokenstorm/tokenstorm/internal/unit"
)

// Spans judges hits of which it is known between which instants each came, hit by hit in the order
// in which they came. It says more than whether all hits together violate a reading: which hit may.
type Spans interface {
	// Judge counts a hit that came at from, at to, or between, and says whether it violates where the
	// hits may have come so, and whether it does wherever they came. Neither from nor to goes back.
	// Where all hits came at known instants, both are what the Rule says.
	Judge(from, to int64) (may, must bool)
	// Spare counts a hit of which it is known that it did not violate, and returns the first instant
	// at which it may have come, if none did that Spare was called of: from or later, and later than
	// to where there is none.
	Spare(from, to int64) (earliest int64)
	// Monotone reports whether a hit never spares another: a hit that must violate does so whatever
	// hits came besides. In a token bucket it may, since a hit that violates takes no permit; and of
	// a streak that broke the next hit alone is told.
	Monotone() bool
	// Steady reports whether what Spare says of some hits holds whatever hits came besides.
	Steady() bool
	// Clone returns a copy, which judges hits that the original knows nothing of.
	Clone() Spans
}

// Spans returns a fresh judge of this reading for hits that came between two instants each. Of a
// reading that does not say how, any hit may violate and none must, once an instant is not known.
func (r Reading) Spans(t Terms) Spans {
	if s, ok := r.Rule(t).(interface{ spans() Spans }); ok {
		return s.spans()
	}
	return &unknownSpans{rule: r.Rule(t)}
}

// unknownSpans ask the rule as long as every hit came at a known instant, and know nothing after
// that.
type unknownSpans struct {
	rule Rule
	lost bool
}

func (u *unknownSpans) Judge(from, to int64) (may, must bool) {
	u.lost = u.lost || from != to
	if u.lost {
		return true, false
	}
	violated := u.rule.Judge(from).Violated
	return violated, violated
}

func (u *unknownSpans) Spare(from, to int64) int64 { return spare(u, from, to) }

func (u *unknownSpans) Monotone() bool { return false }

func (*unknownSpans) Steady() bool { return false }

// Clone copies them.
func (u *unknownSpans) Clone() Spans { return &unknownSpans{u.rule.Clone(), u.lost} }

// spare judges a hit that did not violate, and knows nothing more of it.
func spare(s Spans, from, to int64) (earliest int64) {
	if _, must := s.Judge(from, to); must {
		return to + 1
	}
	return from
}

// spans are never violated.
func (u unenforced) spans() Spans { return unviolated{} }

type unviolated struct{}

func (unviolated) Judge(int64, int64) (may, must bool) { return false, false }

func (unviolated) Spare(from, _ int64) int64 { return from }

func (unviolated) Monotone() bool { return true }

func (unviolated) Steady() bool { return true }

// Clone returns u: there is nothing to copy.
func (u unviolated) Clone() Spans { return u }

// A spanRing holds between which instants the last hits came.
type spanRing struct{ from, to ring }

func newSpanRing(size int) spanRing { return spanRing{newRing(size), newRing(size)} }

func (r *spanRing) clone() spanRing { return spanRing{r.from.clone(), r.to.clone()} }

// push adds a hit, and returns the oldest one held; ok is false until there are enough.
func (r *spanRing) push(from, to int64) (oldestFrom, oldestTo int64, ok bool) {
	oldestFrom, _ = r.from.push(from)
	oldestTo, ok = r.to.push(to)
	return oldestFrom, oldestTo, ok
}

// lastSpans are of the readings that a hit violates when enough hits came since the window began
// that ends with it. The window of a later hit begins later. So most hits are in it when the hit
// came as early as can be and those before it as late, and fewest the other way round.
type lastSpans struct {
	begins func(at int64) int64 // the first instant of the window
	leaves func(at int64) int64 // the first instant of whose window a hit is no longer part
	last   spanRing
}

func (s *sliding) spans() Spans {
	return &lastSpans{
		func(at int64) int64 { return at - s.window + 1 },
		func(at int64) int64 { return at + s.window },
		newSpanRing(s.last.size),
	}
}

func (b *bucketed) spans() Spans {
	return &lastSpans{
		func(at int64) int64 { return unit.Floor(at-b.span, b.bucket) },
		func(at int64) int64 { return unit.Floor(at, b.bucket) + b.bucket + b.span },
		newSpanRing(b.last.size),
	}
}

func (f *fixed) spans() Spans {
	if !f.aligned || f.edges {
		return &unknownSpans{rule: f}
	}
	return &lastSpans{
		func(at int64) int64 { return unit.Floor(at, f.window) },
		func(at int64) int64 { return unit.Floor(at, f.window) + f.window },
		newSpanRing(f.full),
	}
}

func (l *lastSpans) Judge(from, to int64) (may, must bool) {
	oldestFrom, oldestTo, ok := l.last.push(from, to)
	return ok && oldestTo >= l.begins(from), ok && oldestFrom >= l.begins(to)
}

func (l *lastSpans) Spare(from, to int64) (earliest int64) {
	earliest = from
	if before, ok := l.last.from.second(); ok {
		earliest = max(earliest, l.leaves(before))
	}
	if earliest > to {
		l.last.push(from, to)
		return earliest
	}
	l.last.push(earliest, to)
	return earliest
}

func (*lastSpans) Monotone() bool { return true }

func (*lastSpans) Steady() bool { return true }

// Clone copies what is known of the hits.
func (l *lastSpans) Clone() Spans { return &lastSpans{l.begins, l.leaves, l.last.clone()} }

// consecutiveSpans are of seconds of the clock in a row. A second may be full when enough hits in a
// row may be in it, and is when they are. A violation needs the hits of all its seconds besides.
type consecutiveSpans struct {
	seconds         int64
	last, all       spanRing // the hits that fill a second, and all seconds
	mayFirst, mayTo int64    // the last seconds in a row that may be full
	may             bool     // there are some
	mustTo, run     int64    // the last second that is full, and how many in a row are
}

func (c *consecutive) spans() Spans {
	if c.end == Closed {
		return &unknownSpans{rule: c}
	}
	return &consecutiveSpans{seconds: int64(c.seconds), last: newSpanRing(c.full),
		all: newSpanRing(c.full * c.seconds)}
}

func (c *consecutiveSpans) Judge(from, to int64) (may, must bool) {
	_, allTo, enough := c.all.push(from, to)
	oldestFrom, oldestTo, ok := c.last.push(from, to)
	first, final := unit.Floor(from, aSecond)/aSecond, unit.Floor(oldestTo, aSecond)/aSecond
	if !ok || first > final {
		return false, false
	}
	if !c.may || first > c.mayTo+1 {
		c.mayFirst = first
	}
	c.may, c.mayTo = true, final
	earliest := max(first, c.mayFirst+c.seconds-1) // the last of the seconds in a row
	may = enough && earliest <= final && allTo >= (earliest-c.seconds+1)*aSecond
	second := unit.Floor(to, aSecond) / aSecond
	if unit.Floor(oldestFrom, aSecond)/aSecond != second {
		return may, false
	}
	switch {
	case c.run > 0 && second == c.mustTo:
	case c.run > 0 && second == c.mustTo+1:
		c.run++
	default:
		c.run = 1
	}
	c.mustTo = second
	return may, c.run >= c.seconds
}

func (c *consecutiveSpans) Spare(from, to int64) int64 { return spare(c, from, to) }

func (*consecutiveSpans) Monotone() bool { return true }

func (*consecutiveSpans) Steady() bool { return true }

// Clone copies what is known of the hits.
func (c *consecutiveSpans) Clone() Spans {
	copied := *c
	copied.last, copied.all = c.last.clone(), c.all.clone()
	return &copied
}

// anyPhaseSpans are of seconds in a row that begin at any instant, as consecutiveSpans are of those
// of the clock.
type anyPhaseSpans struct {
	may, must *anyPhase // their sets: where seconds begin that may be full, and that are
	last, all spanRing
}

func (a *anyPhase) spans() Spans {
	if a.end == Closed {
		return &unknownSpans{rule: a}
	}
	full, n := a.last.size, len(a.cursor)
	return &anyPhaseSpans{
		&anyPhase{cursor: make([]int, n)}, &anyPhase{cursor: make([]int, n)},
		newSpanRing(full), newSpanRing(full * n),
	}
}

func (a *anyPhaseSpans) Judge(from, to int64) (may, must bool) {
	_, allTo, enough := a.all.push(from, to)
	oldestFrom, oldestTo, ok := a.last.push(from, to)
	if !ok {
		return false, false
	}
	may = a.may.inARow(span{from - aSecond, oldestTo})
	must = a.must.inARow(span{to - aSecond, oldestFrom})
	whole := int64(len(a.may.cursor)) * aSecond
	return may && enough && allTo > from-whole, must
}

// inARow adds that the seconds which begin so are full, and reports whether one of them is the last
// of enough full seconds in a row.
func (a *anyPhase) inARow(fresh span) bool {
	if fresh.after >= fresh.upto {
		return false
	}
	a.add(fresh)
	back := int64(len(a.cursor)-1) * aSecond
	_, ok := a.first(span{fresh.after - back, fresh.upto - back})
	return ok
}

func (a *anyPhaseSpans) Spare(from, to int64) int64 { return spare(a, from, to) }

func (*anyPhaseSpans) Monotone() bool { return true }

func (*anyPhaseSpans) Steady() bool { return true }

// Clone copies what is known of the hits.
func (a *anyPhaseSpans) Clone() Spans {
	return &anyPhaseSpans{a.may.Clone().(*anyPhase), a.must.Clone().(*anyPhase),
		a.last.clone(), a.all.clone()}
}
