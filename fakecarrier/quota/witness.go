package quota

// mostGroups is how many groups of hits a Witness lists: of a larger one, the first and the last.
// Assumed: more than anybody reads.
const mostGroups = 256

// A Witness is the hits behind a verdict.
type Witness struct {
	Hits   int
	Groups []Group // in order of time
	Left   int     // groups left out in the middle of a list that is too long

	of mark
}

// A Group is hits in a row that have one interval: they came at From or later, and before Until, in
// nanoseconds of Unix time.
type Group struct {
	From, Until int64
	Hits        int
	First, Last int64 // the caller's numbers of the first of them and of the last
}

// witness lists the hits of a window that are held: those that surely came in it, or that can have.
func (s *stream) witness(m mark, sure bool) Witness {
	w := Witness{of: m}
	if m.hits == 0 {
		return w
	}
	first, last := s.next, s.first
	for i := s.first; i < s.next; i++ {
		g := s.at(i)
		if sure && (g.from < m.since || g.last > m.at) || g.last < m.since || g.from > m.at {
			continue
		}
		first, last = min(first, i), i
		w.Hits += s.size(i)
	}
	if m.first > 0 && first <= last { // the first hits may have been let go
		w.Hits = s.at(last).before + s.size(last) - (m.first - 1)
	}
	for i := first; i <= last; i++ {
		if n := last + 1 - first; n > mostGroups && i-first == mostGroups/2 {
			w.Left = n - mostGroups
			i += w.Left
		}
		g := s.at(i)
		w.Groups = append(w.Groups, Group{g.from, g.last + 1, s.size(i), g.firstIs, g.lastIs})
	}
	return w
}
