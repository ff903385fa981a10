package quota

// A stream holds the latest hits of a list whose instants are intervals: those that a window may
// still need. What it holds depends on how many there are in the longest window, not on the length
// of the list.
//
// Intervals never begin before the one before, and none is made to end before it either: one that
// did is widened. So the hits of every placement can be renumbered to stand in their order, which
// all bounds rely on.
type stream struct {
	keep   int64   // how long a hit is held after the last instant it can have come at
	groups []group // a ring, a power of two long
	first  int     // the number of the oldest group held, counted from the first of all
	next   int     // one more than the number of the latest
	hits   int

	apart   bool  // each hit is a group of its own
	grid    int64 // all intervals so far are the cells of a grid as wide as this; 0: they are not
	widened bool
}

// A group is hits in a row that have one interval.
type group struct {
	from, last int64 // the first and the last instant at which they can have come
	before     int   // hits before them
	firstIs    int64 // the caller's number of its first hit
	lastIs     int64
}

func newStream(keep int64) *stream {
	return &stream{keep: keep, groups: make([]group, 64)}
}

// join adds a hit to the latest group.
func (s *stream) join(number int64) {
	s.latest().lastIs = number
	s.hits++
}

// add adds a hit that came at from at the earliest and at last at the latest.
func (s *stream) add(from, last, number int64) {
	if s.next > s.first {
		g := s.latest()
		if last < g.last {
			last, s.widened = g.last, true
		}
		if g.from == from && g.last == last && !s.apart {
			s.join(number)
			return
		}
	}
	width := last - from + 1
	if s.hits == 0 {
		s.grid = width
	}
	if s.grid != width || width > 1 && from%width != 0 {
		s.grid = 0
	}
	*s.at(s.next) = group{from: from, last: last, before: s.hits, firstIs: number, lastIs: number}
	s.next++
	s.hits++
}

// at is the group of this number, which is held.
func (s *stream) at(number int) *group { return &s.groups[number&(len(s.groups)-1)] }

func (s *stream) latest() *group { return s.at(s.next - 1) }

// full reports whether the next group needs room.
func (s *stream) full() bool { return s.next-s.first == len(s.groups) }

// outlived is the first group that a window may still need.
func (s *stream) outlived(now int64) (first int) {
	for first = s.first; first < s.next && s.at(first).last < now-s.keep; first++ {
	}
	return first
}

// enoughRoom is how many groups are let go at once at least, unless half of them are: letting go is
// not cheap (assumed).
const enoughRoom = 4096

// makeRoom lets go of the groups before first; where that is too little, it grows.
func (s *stream) makeRoom(first int) {
	s.first = first
	if free := len(s.groups) - (s.next - s.first); free >= min(enoughRoom, len(s.groups)/2) {
		return
	}
	groups := make([]group, 2*len(s.groups))
	for i := s.first; i < s.next; i++ {
		groups[i&(len(groups)-1)] = *s.at(i)
	}
	s.groups = groups
}

// exact reports whether every hit so far came at a known instant.
func (s *stream) exact() bool { return s.grid == 1 || s.hits == 0 }

// divides reports whether cells of the grid and windows of this length, both aligned, are made of
// each other.
func (s *stream) divides(window int64) bool {
	return s.hits == 0 || s.grid > 0 && (window%s.grid == 0 || s.grid%window == 0)
}

// instant is the last one at which the group can have come, or the first.
func (g *group) instant(last bool) int64 {
	if last {
		return g.last
	}
	return g.from
}

// through is the number of hits up to a group, and with it.
func (s *stream) through(number int) int {
	if number+1 < s.next {
		return s.at(number + 1).before
	}
	return s.hits
}

// size is the number of hits of a group.
func (s *stream) size(number int) int { return s.through(number) - s.at(number).before }

// A cursor goes through the groups of a stream, and never back.
type cursor struct {
	number int
	known  bool  // what it stands on:
	at     int64 // the instant looked for
	before int   // the hits before it
}

// toLast goes on to the first group that can have come at an instant or later, and returns the
// number of hits before it.
func (c *cursor) toLast(s *stream, at int64) int {
	if c.known && c.at >= at {
		return c.before
	}
	return c.seek(s, at, true)
}

// toFrom goes on to the first group that came at an instant or later, and returns the number of
// hits before it. A cursor goes either by this or by toLast.
func (c *cursor) toFrom(s *stream, at int64) int {
	if c.known && c.at >= at {
		return c.before
	}
	return c.seek(s, at, false)
}

func (c *cursor) seek(s *stream, at int64, last bool) int {
	groups := s.groups
	number := max(c.number, s.first)
	for ; number < s.next; number++ {
		g := &groups[number&(len(groups)-1)]
		instant := g.from
		if last {
			instant = g.last
		}
		if instant >= at {
			c.number, c.known, c.at, c.before = number, true, instant, g.before
			return g.before
		}
	}
	c.number, c.known = number, false
	return s.hits
}

// toHit goes on to the group of the hit of this index, counted from 0; not ok where it was let go.
func (c *cursor) toHit(s *stream, index int) (g *group, ok bool) {
	c.number = max(c.number, s.first)
	for c.number+1 < s.next && s.at(c.number+1).before <= index {
		c.number++
	}
	g = s.at(c.number)
	return g, g.before <= index
}

// between counts the hits between two instants, which only go on.
type between struct{ come, gone cursor }

// hits are those that can have come from an instant on and before another; or that surely did.
func (b *between) hits(s *stream, from, until int64, sure bool) int {
	if sure {
		return b.come.toLast(s, until) - b.gone.toFrom(s, from)
	}
	return b.come.toFrom(s, until) - b.gone.toLast(s, from)
}
