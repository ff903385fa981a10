package study

import (
	"errors"
	"fmt"
	"iter"

	"github.com/tokenstorm/tokenstorm/internal/unit"
	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// Where the verdict alone is asked for, a contestant runs no further seeds once its verdict on
// never being banned is no longer INCONCLUSIVE. Verdicts are looked at after 2 seeds, and each time
// that these have grown by a quarter: how often does not matter, for they are by Sequence. Looks
// are taken when all runs up to one are done, so that who stops when does not depend on who was
// faster.

// looks yields the numbers of seeds at which to look.
func looks(most int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := min(2, most); yield(n) && n < most; {
			n = min(n+max(2, n/4), most)
		}
	}
}

// Settles reports whether verdicts are settled, with no more runs than that takes.
func (p *Plan) Settles() bool { return p.Ask == measure.VerdictAlone }

func (p *Plan) checkAsk() error {
	of := p.Precision
	switch {
	case p.Ask == measure.Everything:
	case p.Ask != measure.BansAlone && !p.Settles():
		return fmt.Errorf("asked for %q; meant %s, or nothing for all", p.Ask,
			unit.Meant(string(p.Ask), []string{string(measure.BansAlone), string(measure.VerdictAlone)}))
	case of == nil:
	case p.Settles():
		return errors.New("either verdicts are to be settled, or an interval is to be narrow")
	case of.Figure != "banned":
		return fmt.Errorf("a precision of %s, and bans alone are asked for", of.Figure)
	}
	return nil
}

// settle runs the contestants that are undecided.
func (x *execution) settle(parallel func(n int, do func(i int))) {
	of := x.study.settling()
	for seeds := range looks(x.study.Plan.Seeds) {
		x.run(x.study.first(seeds).Len(), parallel)
		if of.at(seeds) {
			return
		}
	}
}

// settled marks the cells that the results show not to be needed.
func (s *Study) settled() {
	of := s.settling()
	for seeds := range looks(s.Plan.Seeds) {
		if of.at(seeds) {
			return
		}
	}
}

// A settling is what the runs of each contestant came to, up to the last look.
type settling struct {
	*Study
	seeds int
	of    []Proportion // never banned
}

func (s *Study) settling() *settling {
	return &settling{Study: s, of: make([]Proportion, len(s.kept.contestants))}
}

// at marks the later cells of contestants whose verdict is settled after so many seeds. over: cells
// before that are missing, or none is left.
func (s *settling) at(seeds int) (over bool) {
	n := len(s.of)
	if s.kept.lacks(seeds * n) {
		return true
	}
	over = true
	for i := range s.of {
		p := &s.of[i]
		for at := s.seeds*n + i; at < seeds*n; at += n {
			if o := s.Result(at).Outcome; o != nil {
				p.N++
				p.Hits += 1 - min(o.Bans.Count, 1)
			}
		}
		if p.Sequence(Confidence).verdict(Required) == Inconclusive {
			over = false
			continue
		}
		for at := seeds*n + i; at < s.Len(); at += n {
			_ = s.kept.put(at, nil, needless) // Err returns its error
		}
	}
	s.seeds = seeds
	return over
}
