package quota

// Restarting windows begin with their first hit. A refused hit moves the end of its window to a
// whole window from then on, and leaves it full.
var Restarting = registerWindow(windowKind{
	name:  "restarting",
	about: "a window begins with its first hit; a refused one starts it anew, full",
	open:  func(l Limit) Rule { return &restarting{window: int64(l.Window), full: l.Hits + 1} },
})

type restarting struct {
	window int64
	full   int   // hits that violate
	opened int64 // the first hit of the window
	ends   int64 // the first instant outside
	count  int
}

func (r *restarting) Judge(at int64) Verdict {
	if r.count == 0 || at >= r.ends {
		r.opened, r.ends, r.count = at, at+r.window, 0
	}
	if r.count+1 < r.full {
		r.count++
		return Verdict{}
	}
	r.ends = at + r.window
	return violated(at, r.opened)
}

func (r *restarting) free(at int64) int64 {
	if r.count+1 < r.full {
		return at
	}
	return max(at, r.ends)
}

// Clone copies the rule.
func (r *restarting) Clone() Rule {
	copied := *r
	return &copied
}

func (r *restarting) hold(m *memory) {
	m.number(&r.opened)
	m.number(&r.ends)
	m.count(&r.count)
}
