package quota

// An early says whether bounds must place the hits one after another, each as early as possible.
// While the windows are made of the intervals' cells that finds nothing that a count does not.
type early struct {
	known int   // hits whose instants were known, before the first of another kind
	grid  int64 // what fits was last asked of
	asked bool
	begun bool
	whole bool // all hits that mattered were placed
}

// due reports whether to begin now, with the hits that are held before the latest n; few are no
// more than fill no window. Those whose instants are known are where they are.
func (e *early) due(s *stream, n, few int, fits func(*stream) bool) bool {
	if e.begun || e.undue(s) {
		return false
	}
	e.asked, e.grid = true, s.grid
	if fits(s) {
		return false
	}
	e.begun, e.whole = true, s.hits-n == e.known || s.hits-n <= few
	return true
}

// undue reports whether it is known already that a count finds as much.
func (e *early) undue(s *stream) bool { return !e.begun && e.asked && e.grid == s.grid }

// before shows the hits that are held, without the latest n.
func (s *stream) before(n int, show func(*group)) {
	for number := s.first; number < s.next; number++ {
		size := s.size(number)
		if number == s.next-1 {
			size -= n
		}
		for range size {
			show(s.at(number))
		}
	}
}
