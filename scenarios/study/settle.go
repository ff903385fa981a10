package study

import (
	"errors"
	"iter"
	"slices"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A plan may settle: a contestant whose verdict on never being banned is no longer INCONCLUSIVE
// runs no further seeds. Verdicts are looked at after 2 seeds, and each time that these have grown
// by a quarter: how often does not matter, for they are by Sequence. Looks are taken when all runs
// up to one are done, so that who stops when does not depend on who was faster.

// looks yields the numbers of seeds at which to look.
func looks(most int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := min(2, most); yield(n) && n < most; {
			n = min(n+max(2, n/4), most)
		}
	}
}

func (p *Plan) checkSettle() error {
	switch {
	case !p.Settle:
	case p.Ask != measure.BansAlone:
		return errors.New("verdicts on bans are to be settled, and more than bans is asked for")
	case p.Precision != nil:
		return errors.New("either verdicts are to be settled, or an interval is to be narrow")
	}
	return nil
}

// asked is what is asked for, in words.
func (p *Plan) asked() string {
	if p.Settle {
		return p.Ask.String() + ", until verdicts are settled"
	}
	return p.Ask.String()
}

// settle runs the contestants that are undecided.
func (x *execution) settle(parallel func(n int, do func(i int))) {
	n := len(x.study.Plan.Contestants())
	for seeds := range looks(x.study.Plan.Seeds) {
		x.run(seeds*n, parallel)
		if x.study.settleAt(seeds) {
			return
		}
	}
}

// settled marks the cells that the results show not to be needed.
func (s *Study) settled() {
	for seeds := range looks(s.Plan.Seeds) {
		if s.settleAt(seeds) {
			return
		}
	}
}

// settleAt marks the later cells of contestants whose verdict is settled after so many seeds. over:
// cells before that are missing, or none is left.
func (s *Study) settleAt(seeds int) (over bool) {
	contestants := s.Plan.Contestants()
	n := len(contestants)
	first := s.Results[:seeds*n]
	if slices.ContainsFunc(first, func(r Result) bool { return !r.Done() }) {
		return true
	}
	over = true
	for i := range contestants {
		p := Proportion{}
		for at := i; at < len(first); at += n {
			if o := first[at].Outcome; o != nil {
				p.N++
				p.Hits += 1 - min(o.Bans.Count, 1)
			}
		}
		if p.Sequence(Confidence).verdict(Required) == Inconclusive {
			over = false
			continue
		}
		for at := len(first) + i; at < len(s.Results); at += n {
			s.Results[at].Needless = true
		}
	}
	return over
}
