package quota

import (
	"errors"
	"time"
)

// Penalised windows end with each hit, as sliding ones do. Who exceeds the limit is refused for a
// length of time, whatever he sends meanwhile, and is then counted anew. Path of Exile's API
// announces its limits so, as 60:30:30: 60 hits in 30 s, or 30 s of refusal.
func Penalised(length time.Duration) WindowKind {
	return WindowKind{name: penalisedWindows.name, length: length}
}

// Penalty is how long who exceeds a limit of this kind is refused; 0 where the kind is another.
func (k WindowKind) Penalty() time.Duration {
	if k.name == penalisedWindows.name {
		return k.length
	}
	return 0
}

var penalisedWindows = registerWindow(windowKind{
	name: "penalty", long: true,
	about: "the window ends with each hit; who exceeds it is refused for so long, then counted anew",
	open: func(l Limit) Rule {
		return &penalised{int64(l.Window), int64(l.Kind.length), newRing(l.Hits + 1), 0, 0}
	},
	check: func(l Limit) error {
		if l.Kind.length <= 0 || l.Kind.length > LongestWindow {
			return errors.New("a penalty that is none, or too long")
		}
		return nil
	},
})

type penalised struct {
	window, length int64
	last           ring  // hits since the last penalty
	until          int64 // the first instant after it; 0: there was none
	since          int64 // the hits that filled the window came since then
}

func (p *penalised) Judge(at int64) Verdict {
	if at < p.until {
		return violated(at, p.since)
	}
	if p.until != 0 {
		p.last, p.until = newRing(p.last.size), 0
	}
	oldest, ok := p.last.push(at)
	if !ok || oldest <= at-p.window {
		return Verdict{}
	}
	p.until, p.since = at+p.length, oldest
	return violated(at, oldest)
}

func (p *penalised) free(at int64) int64 {
	if p.until != 0 {
		return max(at, p.until)
	}
	if next, ok := p.last.second(); ok {
		return max(at, next+p.window)
	}
	return at
}

func (p *penalised) left(at int64) (n int, whole int64) {
	switch {
	case at < p.until:
		return 0, p.until
	case p.until != 0:
		return p.last.size - 1, at
	}
	return p.last.left(at, p.window)
}

// Clone copies the rule.
func (p *penalised) Clone() Rule {
	copied := *p
	copied.last = p.last.clone()
	return &copied
}

func (p *penalised) hold(m *memory) {
	m.ring(&p.last)
	m.number(&p.until)
	m.number(&p.since)
}
