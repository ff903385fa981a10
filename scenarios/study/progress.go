package study

import (
	"sync"
	"time"

	"github.com/tokenstorm/tokenstorm/scenarios/measure"
)

// A Progress counts what the runs of a study came to while the study is carried out. It is a Keeper
// that keeps nothing: named as the first of several, it is told of every cell. It may be asked from
// anywhere at any time.
type Progress struct {
	header Header
	all    []int // cells of each contestant
	number map[Contestant]int

	mu    sync.Mutex
	of    []Standing
	costs map[work]cost
	took  map[Contestant]time.Duration
	sum   cost      // of all
	began time.Time // the first run; zero: there was none
}

// A Standing is what the runs of a contestant came to so far.
type Standing struct {
	Contestant
	Banned   Proportion
	Expected Proportion // as the scenario expects; N is 0 where nothing is expected
	Failed   int        // runs that ended in an error

	// Interval is that of the probability of a ban, and Text the same in percent.
	Interval Interval
	Text     string
	// Verdict is on what the scenario expects, or on bans where these alone are asked for.
	Verdict Verdict
	Judged  bool // there is something that the verdict is on
}

// Done is how many runs are done.
func (s *Standing) Done() int { return s.Banned.N + s.Failed }

// A work is what the time that a run takes depends on.
type work struct{ scenario, strategy string }

// A cost is how long the runs of some cells took together.
type cost struct {
	took  time.Duration
	cells int
}

// A Count is how far a study has come. AtMost: it may end before all cells are done.
type Count struct {
	All, Done, Failed int
	Computed          int           // cells that no other keeper had
	Took              time.Duration // their runs, added up
	AtMost            bool
}

// NewProgress counts the cells of a study that begins.
func NewProgress(h Header) *Progress {
	p := &Progress{header: h, number: map[Contestant]int{}, costs: map[work]cost{},
		took: map[Contestant]time.Duration{}}
	g := h.grid()
	for k, c := range g.contestants {
		p.number[c] = k
		p.of = append(p.of, Standing{Contestant: c})
		p.all = append(p.all, h.Plan.Seeds)
		for n := range h.Plan.Seeds {
			if !h.Shard.whole() && g.index(n, k) < 0 {
				p.all[k]--
			}
		}
	}
	return p
}

// Kept has nothing.
func (p *Progress) Kept(Cell) *measure.Outcome { return nil }

// Keep counts what became of a cell.
func (p *Progress) Keep(r *Result) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	k, known := p.number[r.Contestant]
	if !known {
		return nil
	}
	s := &p.of[k]
	if r.Outcome == nil {
		s.Failed++
		return nil
	}
	s.Banned.N++
	s.Banned.Hits += min(r.Outcome.Bans.Count, 1)
	if r.Outcome.Judged {
		if s.Expected.N++; len(r.Outcome.Unmet) == 0 {
			s.Expected.Hits++
		}
	}
	return nil
}

// Timed is the Runner, whose runs are timed by this clock.
func (p *Progress) Timed(run Runner, now func() time.Time) Runner {
	return func(cells []Cell) (outcomes []*measure.Outcome, err error) {
		begun := now()
		p.begin(begun)
		defer func() { // of a run that panics, too
			p.spend(cells[0], cost{now().Sub(begun), answered(outcomes)})
		}()
		return run(cells)
	}
}

// Spend notes that the run of cells took so long somewhere else, and ended now: how long it waited
// for its turn is no part of it.
func (p *Progress) Spend(
	cells []Cell, outcomes []*measure.Outcome, took time.Duration, now time.Time,
) {
	p.begin(now.Add(-took))
	p.spend(cells[0], cost{took, answered(outcomes)})
}

// begin notes when the first run began.
func (p *Progress) begin(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.began.IsZero() {
		p.began = now
	}
}

// spend adds what a run took.
func (p *Progress) spend(on Cell, c cost) {
	p.mu.Lock()
	defer p.mu.Unlock()
	of := work{on.Scenario, on.Strategy}
	p.costs[of] = p.costs[of].plus(c)
	p.sum = p.sum.plus(c)
	p.took[on.Contestant] += c.took
}

// answered is how many cells have an outcome; the first has one, or an error.
func answered(outcomes []*measure.Outcome) int {
	n := 1
	for _, o := range outcomes[min(1, len(outcomes)):] {
		if o != nil {
			n++
		}
	}
	return n
}

func (c cost) plus(d cost) cost { return cost{c.took + d.took, c.cells + d.cells} }

// Count is how far the study has come.
func (p *Progress) Count() Count {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := Count{AtMost: p.header.Plan.Settles() || p.header.Plan.Precision != nil}
	for k := range p.of {
		c.All += p.all[k]
		c.Done += p.of[k].Done()
		c.Failed += p.of[k].Failed
	}
	c.Computed, c.Took = p.sum.cells, p.sum.took
	return c
}

// Left is how long the rest of the study takes, if the runs of each scenario and strategy go on
// taking what they took so far, and as many go on at once; false: nothing is known of that yet.
// What other keepers had took no time, and says nothing. Of a study that may end earlier it is the
// longest that it takes.
func (p *Progress) Left(now time.Time) (time.Duration, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sum.cells == 0 || p.sum.took <= 0 {
		return 0, false
	}
	left := 0.
	for k := range p.of {
		s := &p.of[k]
		missing := p.all[k] - s.Done()
		if p.header.Plan.Settles() &&
			s.Banned.Without().Sequence(Confidence).verdict(Required) != Inconclusive {
			missing = 0
		}
		c := p.costs[work{s.Scenario, s.Strategy}]
		if c.cells == 0 {
			c = p.sum
		}
		left += float64(missing) * float64(c.took) / float64(c.cells)
	}
	atOnce := float64(p.sum.took) / float64(now.Sub(p.began))
	return time.Duration(left / atOnce), true
}

// Without is the proportion of those that did not.
func (p Proportion) Without() Proportion { return Proportion{p.N - p.Hits, p.N} }

// Took is how long the runs of a contestant took that were carried out, added up; one that several
// readings share is the first one's.
func (p *Progress) Took(c Contestant) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.took[c]
}

// Standings are those of all contestants, in their order. Their intervals hold at every look, with
// 95 % confidence for all looks at one together (Proportion.Sequence): they are wider than those
// that are printed in the end, for these are looked at once.
func (p *Progress) Standings() []Standing {
	p.mu.Lock()
	all := append([]Standing{}, p.of...)
	p.mu.Unlock()
	for k := range all {
		all[k].rule(p.header.Plan.Ask, func(p Proportion) Interval { return p.Sequence(Confidence) })
	}
	return all
}

// Standings are those of all contestants of a study, with the intervals and verdicts that are
// printed of it.
func (s *Study) Standings() []Standing {
	failed := map[Contestant]int{}
	for _, r := range s.Failures() {
		failed[r.Contestant]++
	}
	var all []Standing
	for _, c := range s.Plan.Contestants() {
		of := Standing{Contestant: c, Banned: s.Proportion(c, NoBan).Without(),
			Expected: s.Proportion(c, AsExpected), Failed: failed[c]}
		of.rule(s.Plan.Ask, s.Interval)
		all = append(all, of)
	}
	return all
}

// rule adds what the counts say, by intervals of this kind.
func (s *Standing) rule(ask measure.Asked, interval func(Proportion) Interval) {
	s.Interval = interval(s.Banned)
	s.Text = s.Banned.within(s.Interval)
	by := s.Expected
	if ask != measure.Everything {
		by = s.Banned.Without()
	}
	s.Judged = by.N > 0
	if s.Judged {
		s.Verdict = interval(by).verdict(Required)
	}
}
